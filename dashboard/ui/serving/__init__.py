"""What the server adds to Streamlit's own: its routes, and what every request passes first."""
