"""The live preview: the same pipeline with another policy, kept warm in memory, a page made when it is asked for.

`warm` keeps the press and turns what was saved into pages; `watch` wakes it; `server` sends pages to browsers on this
machine and tells them what has changed; `client/` is what runs there. Nothing here writes to an output folder, and no
page of the pipeline's knows that it is being previewed: the server adds one script to what it sends.
"""
