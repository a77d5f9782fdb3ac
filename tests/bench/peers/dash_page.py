"""The Overview's page as Dash on pandas: one callback redraws the four panels."""
# It runs in an environment of its own.
# pyright: reportMissingImports=false

import os
from pathlib import Path

import page_data as data
from dash import Dash, Input, Output, callback, dcc, html

EVENTS = data.load_events(Path(os.environ["PEER_DATA"]))
BORDERS = os.environ["PEER_BORDERS"]
MAP = {"topojsonURL": BORDERS}

app = Dash(__name__, title="Overview", compress=True)
app.layout = html.Div(
    id="page",
    children=[
        html.H1(id="month"),
        html.Button("Later month", id="later", n_clicks=0),
        dcc.Checklist(
            id="countries", options=data.COUNTRIES, value=list(data.COUNTRIES), inline=True
        ),
        html.Table(id="five"),
        html.Div(
            [dcc.Graph(id="map", config=MAP), dcc.Graph(id="bars")],
            style={"display": "grid", "gridTemplateColumns": "1.3fr 1fr"},
        ),
        html.Ul(id="stood_out"),
    ],
)


@callback(
    Output("month", "children"),
    Output("five", "children"),
    Output("map", "figure"),
    Output("bars", "figure"),
    Output("stood_out", "children"),
    Input("later", "n_clicks"),
    Input("countries", "value"),
)
def show(later: int, countries: list[str]) -> tuple[object, ...]:
    """Draw the panels for a month and countries."""
    month = data.MONTHS[data.FIRST_MONTH + later]
    chosen = data.choose(EVENTS, month, countries)
    five = data.five_countries(chosen, countries)
    rows = [
        html.Tr([html.Th(name) for name in five.columns]),
        *(html.Tr([html.Td(cell) for cell in row]) for row in five.to_numpy().tolist()),
    ]
    items = [
        html.Li(f"{row.country}, {row.event_date:%d %B}: {row.title}")
        for row in data.standing_out(chosen).itertuples()
    ]
    borders = f"{BORDERS}countries.geojson"
    return f"Overview, {month}", rows, data.map_of(chosen, borders), data.bars_of(chosen), items


if __name__ == "__main__":
    app.run(port=os.environ["PORT"], debug=False)
