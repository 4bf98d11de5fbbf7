"""Concept Graph Explorer: streamlit run streamlit_app.py [-- INDEX_OR_DOCS]."""

from pathlib import Path

import streamlit as st

if __name__ == "__main__":  # run for each visitor
    from ui import visits
    from ui.errors import TOLD, say
    from ui.markup import plain

    st.set_page_config("Concept Graph Explorer", "ui/frontend/logo.svg", layout="wide")
    st.html(Path("ui/frontend/page.css"))
    st.logo("ui/frontend/logo.svg", size="large")
    page = st.navigation(
        [
            st.Page("ui/pages/explore.py", title="Explore", icon=":material/hub:", default=True),
            st.Page("ui/pages/paths.py", title="Learning paths", icon=":material/route:"),
            st.Page("ui/pages/gaps.py", title="Gap analysis", icon=":material/rule:"),
            st.Page("ui/pages/corpus.py", title="Corpus", icon=":material/library_books:"),
        ],
        position="top",
    )
    try:
        visits.remember()
        page.run()
    except TOLD as error:
        st.error(plain(say(error)), icon=":material/error:")
else:  # imported by the server, once
    from starlette.middleware import Middleware

    from ui import memory
    from ui.launch import check_launch
    from ui.policy import PolicyHeaders

    check_launch()
    memory.start()
    app = st.App(__file__, middleware=[Middleware(PolicyHeaders)])
