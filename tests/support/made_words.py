"""The kinds of made-up events and the words in which they are told: groups, deeds, causes.

Which word goes where is `made_rows`' business.
"""

# How often each kind of event, for a thousand on a quiet day and on a day of a burst.
KINDS = (
    ("Protests", "Peaceful protest", 410, 620),
    ("Protests", "Protest with intervention", 75, 160),
    ("Protests", "Excessive force against protesters", 6, 25),
    ("Riots", "Violent demonstration", 18, 60),
    ("Riots", "Mob violence", 22, 25),
    ("Battles", "Armed clash", 22, 20),
    ("Battles", "Government regains territory", 1, 1),
    ("Battles", "Non-state actor overtakes territory", 1, 1),
    ("Explosions/Remote violence", "Remote explosive/landmine/IED", 7, 2),
    ("Explosions/Remote violence", "Shelling/artillery/missile attack", 4, 4),
    ("Explosions/Remote violence", "Air/drone strike", 2, 1),
    ("Explosions/Remote violence", "Grenade", 2, 1),
    ("Violence against civilians", "Attack", 48, 15),
    ("Violence against civilians", "Abduction/forced disappearance", 9, 3),
    ("Violence against civilians", "Sexual violence", 3, 1),
    ("Strategic developments", "Arrests", 82, 30),
    ("Strategic developments", "Looting/property destruction", 9, 6),
    ("Strategic developments", "Disrupted weapons use", 6, 1),
    ("Strategic developments", "Agreement", 5, 1),
    ("Strategic developments", "Change to group/activity", 6, 1),
    ("Strategic developments", "Other", 12, 3),
    ("Court ruling", "Sentence", 62, 4),
    ("Court ruling", "Other ruling", 11, 1),
    ("Legislation", "Bill proposed", 14, 1),
    ("Legislation", "Law or decree signed", 16, 1),
    ("Government", "Decision", 26, 3),
    ("Public health", "Restrictions imposed", 21, 2),
    ("Public health", "Restrictions eased", 12, 1),
    ("Economy and trade", "Measure", 24, 2),
    ("Diplomacy", "Meeting or visit", 38, 3),
    ("Disaster", "Flood", 8, 1),
    ("Information", "Publication", 18, 1),
)

GROUPS = (
    *("Teachers", "Oil workers", "Market traders", "Miners", "Nurses", "Taxi drivers", "Students"),
    *("Young mothers", "Pensioners", "Shareholders", "Villagers", "Fishermen"),
    *("Opposition supporters", "Feminist activists", "Journalists", "Farmers", "Railway workers"),
    *("Residents of dormitories", "Veterans", "Builders", "Believers", "Relatives of prisoners"),
    *("Cotton pickers", "Truck drivers", "Shepherds", "Bank debtors", "Couriers", "Doctors"),
    *("Unknown men", "Border guards", "Police officers", "Local officials", "Bazaar porters"),
    *("Party members", "Bloggers", "Environmentalists", "Firefighters"),
)
CAUSES = (
    *("unpaid wages", "the price of gas", "water cuts", "a disputed land deal", "bread prices"),
    *("the demolition of houses", "a new labour code", "power cuts", "a border post", "coal dust"),
    *("the arrest of a blogger", "a mayor's order", "election results", "customs fees", "pasture"),
    *("a closed hospital", "fuel shortages", "school fees", "the loss of savings", "an open mine"),
    *(
        "a ban on trade",
        "police beatings",
        "a rise in utility bills",
        "irrigation water",
        "pensions",
    ),
    *("the language law", "a polluted river", "unfinished flats", "a religious law", "road tolls"),
    *("quarantine rules", "transit of lorries", "a dam upstream", "the sale of a factory", "smog"),
)
# What happened, by sub-type: the words between who and where.
DEEDS = {
    "Peaceful protest": ("rally", "hold a picket", "march", "stand with placards", "go on strike"),
    "Protest with intervention": ("are led away", "picket and are detained"),
    "Excessive force against protesters": ("rally and are beaten", "are shot at"),
    "Violent demonstration": ("block a road", "throw stones"),
    "Mob violence": ("fight with neighbours", "set fire to houses", "beat a shopkeeper"),
    "Armed clash": ("exchange fire with guards", "are in a gunfight"),
    "Attack": ("are attacked by strangers", "are beaten", "are stabbed"),
    "Abduction/forced disappearance": ("disappear",),
    "Arrests": ("are detained", "are taken from home", "are held fifteen days"),
    "Sentence": ("are sentenced to prison", "are given house arrest", "are fined"),
    "Other ruling": ("win an appeal", "see a case returned"),
    "Bill proposed": ("hear of a bill", "propose a bill"),
    "Law or decree signed": ("receive a decree", "see a law signed"),
    "Restrictions imposed": ("are put under quarantine", "may not gather"),
    "Restrictions eased": ("may open shops again", "may travel again"),
    "Remote explosive/landmine/IED": ("step on a mine", "find an explosive"),
    "Air/drone strike": ("report a drone overhead",),
    "Shelling/artillery/missile attack": ("come under mortar fire",),
    "Flood": ("are flooded out",),
    "Decision": ("learn of a decision", "hear a new order"),
    "Meeting or visit": ("receive a delegation", "meet a minister"),
}
OTHER_DEEDS = ("hear of a change", "hear a statement", "see an agreement", "report a measure")
GIVEN_NAMES = (
    *("Aibek", "Dinara", "Murat", "Gulnara", "Rustam", "Zarina", "Timur", "Saltanat", "Farrukh"),
    *("Nigora", "Bakyt", "Aigul", "Shavkat", "Madina", "Dovlet", "Ogulnar", "Yerlan", "Asel"),
    *("Ulugbek", "Kamila", "Sherali", "Tahmina", "Kanat", "Jyldyz", "Batyr", "Maral", "Olim"),
)
FAMILY_STEMS = (
    *("Toktor", "Ahmed", "Nazar", "Sultan", "Ismail", "Yusup", "Kadyr", "Mamyt", "Rahim", "Berdy"),
    *("Saparmur", "Orazba", "Zhakyp", "Umar", "Tashma", "Kholik", "Dzhura", "Abdra", "Myrza"),
)
FAMILY_ENDS = ("ov", "ova", "bekov", "bekova", "aliev", "alieva", "zoda", "uulu", "kyzy", "baev")
REMARKS = (
    *("nobody was hurt", "several were taken to hospital", "talks followed in the evening"),
    *("the crowd left after two hours", "the road stayed closed overnight", "no one was charged"),
    *("officials promised an answer within a week", "police watched from a distance"),
    *("mobile internet was switched off", "the mayor came out to speak", "a criminal case opened"),
    *("the demand was refused", "a second gathering was announced", "the number is disputed"),
    *("relatives were not let in", "the video was removed later", "a commission was set up"),
    *("the governor denied it", "the court heard no witnesses", "it is the third such case"),
)
BEGINNINGS = {
    "KAZ": ("Kyzyl", "Ak", "Kara", "Sary", "Shal", "Temir", "Zhana", "Besh", "Tas", "Kok"),
    "KGZ": ("Ak", "Kok", "Chong", "Kyzyl", "Tash", "Kara", "Ala", "Oro", "Suu", "Bel"),
    "TJK": ("Navo", "Dusti", "Shahr", "Guli", "Khoja", "Panj", "Safe", "Zar", "Bogi", "Obi"),
    "TKM": ("Gara", "Gyzyl", "Ak", "Berke", "Sapar", "Dash", "Tagta", "Yol", "Bagt", "Garly"),
    "UZB": ("Yangi", "Oq", "Qora", "Bog", "Chor", "Kok", "Tosh", "Guli", "Beshar", "Uch"),
}
MIDDLES = ("", "bula", "tere", "ku", "zha", "oto", "sara", "ari", "une", "shi", "yla", "dari")
ENDINGS = {
    "KAZ": ("k", "bulak", "tobe", "kol", "say", "agash", "kum", "tau", "orda", "suat"),
    "KGZ": ("suu", "bulak", "tash", "jar", "kyshtak", "talaa", "bel", "archa", "korgon", "oi"),
    "TJK": ("bod", "qal'a", "zamin", "ston", "kurgon", "mahal", "rud", "kon", "teppa", "dara"),
    "TKM": ("gala", "depe", "abat", "guyy", "ogly", "yap", "bent", "sakar", "oba", "suw"),
    "UZB": ("obod", "qishloq", "tepa", "rabot", "ariq", "quduq", "kent", "zor", "qala", "hovuz"),
}

ISSUES = (
    "Political freedoms",
    "Elections",
    "Media and internet",
    "Corruption",
    "Economy and labour",
    "Land and environment",
    "Foreign influence",
    "Ethnic or border dispute",
    "Abuse by officials",
    "Emergency response",
    "Other",
)
STATE_RESPONSES = (
    "none reported",
    "permitted",
    "venue blocked",
    "disrupted",
    "dispersed",
    "detentions",
    "force used",
    "talks",
)
