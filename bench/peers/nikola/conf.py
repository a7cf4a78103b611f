"""Nikola's settings for the same job."""
# mypy: ignore-errors

BLOG_TITLE = BLOG_AUTHOR = BLOG_DESCRIPTION = "The Long Table"
SITE_URL = BASE_URL = "https://table.example/"
BLOG_EMAIL = "table@table.example"
DEFAULT_LANG, TRANSLATIONS, TIMEZONE = "en", {"en": ""}, "UTC"
NAVIGATION_LINKS = {"en": ()}
THEME = "table"
POSTS, PAGES = (("briefs/*.md", "briefs", "post.tmpl"),), ()
COMPILERS = {"markdown": (".md",)}
MARKDOWN_EXTENSIONS = [f"markdown.extensions.{name}" for name in ("extra", "toc", "smarty")]
PRETTY_URLS = STRIP_INDEXES = True
TAG_PATH, TAG_PAGES_ARE_INDEXES = "actors", False
INDEX_DISPLAY_POST_COUNT = FEED_LENGTH = 50
GENERATE_RSS, GENERATE_ATOM = True, False
COPY_SOURCES = SHOW_SOURCELINK = USE_BUNDLES = False
FILES_FOLDERS, GALLERY_FOLDERS, LISTINGS_FOLDERS = {}, {}, {}
DISABLED_PLUGINS = """
    classify_archive classify_authors classify_categories classify_page_index create_bundles gzip redirect
    render_galleries render_listings render_sources scale_images
""".split()
