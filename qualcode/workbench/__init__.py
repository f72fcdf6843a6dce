"""The coding page: one front end for the notebook and for the browser.

`desk` answers what a page asks, as plain data; `server` puts it on a local address, `widget` into a
notebook. The page itself is `static/page.js`, built from `frontend/`.
"""
