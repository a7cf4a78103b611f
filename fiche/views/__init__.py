"""What a template may see: frozen views, and nothing else.

Owns the contract with template authors, a file a kind of page. Every field is documented in `docs/templates.md`, and a test
holds it there. Views are made by `lens` and the families from a publication that has passed the gate; texts are plain text
unless a field says HTML.
"""
