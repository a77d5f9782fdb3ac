"""The Overview's page as a marimo notebook: cells that depend on the month run again."""
# It runs in an environment of its own.
# pyright: reportMissingImports=false

import marimo

app = marimo.App(width="full")


@app.cell
def load():
    import os
    from pathlib import Path

    import marimo as mo
    import page_data as data

    events = data.load_events(Path(os.environ["PEER_DATA"]))
    borders = os.environ["PEER_BORDERS"]
    return borders, data, events, mo


@app.cell
def controls(data, mo):
    later = mo.ui.button(label="Later month", value=0, on_click=lambda clicks: clicks + 1)
    countries = mo.ui.multiselect(
        {name: code for code, name in data.COUNTRIES.items()}, value=list(data.COUNTRIES.values())
    )
    mo.hstack([later, countries], justify="start")
    return countries, later


@app.cell
def choose(countries, data, events, later, mo):
    month = data.MONTHS[data.FIRST_MONTH + later.value]
    chosen = data.choose(events, month, countries.value)
    mo.md(f"# Overview, {month}")
    return (chosen,)


@app.cell
def five_countries(chosen, countries, data, mo):
    mo.plain(data.five_countries(chosen, countries.value))


@app.cell
def map_and_bars(borders, chosen, data, mo):
    figure = data.map_of(chosen, f"{borders}countries.geojson")
    picture = mo.ui.plotly(figure, config={"topojsonURL": borders})
    mo.hstack([picture, mo.ui.plotly(data.bars_of(chosen))], widths=[1.3, 1])


@app.cell
def stood_out(chosen, data, mo):
    lines = [
        f"- {row.country}, {row.event_date:%d %B}: {row.title}"
        for row in data.standing_out(chosen).itertuples()
    ]
    mo.md("\n".join(lines))


if __name__ == "__main__":
    app.run()
