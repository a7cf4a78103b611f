"""Pelican's settings for the same job. PELICAN_CACHE=1 in the environment switches its cache of contents on."""
# mypy: ignore-errors

import os

SITENAME, SITEURL, AUTHOR = "The Long Table", "https://table.example", "table"
TIMEZONE, DEFAULT_LANG = "UTC", "en"
PATH, ARTICLE_PATHS, PAGE_PATHS, STATIC_PATHS = "content", ["briefs"], [], []
THEME, PLUGIN_PATHS, PLUGINS = "theme", ["plugins"], ["topic_pages"]
DEFAULT_PAGINATION, TYPOGRIFY = False, False
ARTICLE_URL = ARTICLE_LANG_URL = "briefs/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = "briefs/{slug}/index.html"
TAG_URL, TAG_SAVE_AS, TAGS_SAVE_AS = "actors/{slug}/", "actors/{slug}/index.html", "actors/index.html"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = CATEGORY_SAVE_AS = CATEGORIES_SAVE_AS = ARCHIVES_SAVE_AS = ""
DIRECT_TEMPLATES, SITEMAP_SAVE_AS = ["index", "tags", "sitemap"], "sitemap.xml"
FEED_ALL_ATOM, FEED_MAX_ITEMS = "feed.atom", 50
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
MARKDOWN = {
    "extension_configs": {f"markdown.extensions.{name}": {} for name in ("extra", "meta", "toc", "smarty")},
    "output_format": "html5",
}
if os.environ.get("PELICAN_CACHE"):
    CACHE_CONTENT = LOAD_CONTENT_CACHE = True
    CONTENT_CACHING_LAYER, CHECK_MODIFIED_METHOD = "generator", "mtime"
