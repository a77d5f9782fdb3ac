"""The only Streamlit in the package: cache, filters, panels, export menu."""
