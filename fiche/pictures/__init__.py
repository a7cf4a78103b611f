"""Pictures: what a file shows, and the smaller renditions of it that browsers choose from.

`measure` looks at bytes, `measuring` at files (and remembers), `recipe` says which renditions there are and what they are called,
`encode` makes one, `shelf` keeps them. The home of Pillow. Who may see a picture is `clear`'s business, how a page shows it a
template's.
"""
