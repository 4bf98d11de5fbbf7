"""Concept Graph Explorer: streamlit run streamlit_app.py [-- INDEX_OR_DOCS]."""

import streamlit as st

st.set_page_config("Concept Graph Explorer", "ui/frontend/logo.svg", layout="wide")

st.logo("ui/frontend/logo.svg", size="large")
st.navigation(
    [
        st.Page("ui/pages/explore.py", title="Explore", icon=":material/hub:", default=True),
        st.Page("ui/pages/paths.py", title="Learning paths", icon=":material/route:"),
        st.Page("ui/pages/gaps.py", title="Gap analysis", icon=":material/rule:"),
        st.Page("ui/pages/corpus.py", title="Corpus", icon=":material/library_books:"),
    ],
    position="top",
).run()
