"""One panel each: measure, chart, words and sources put together. Knows nothing of Streamlit."""
