"""A page for every topic: a second taxonomy, beside Nikola's tags, which hold the actors here."""
# The shape of a plugin is its host's, which has no types.
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, ANN202, D101, D102, FBT002

from nikola.plugin_categories import Taxonomy


class Topics(Taxonomy):
    name = "topics"
    classification_name, path_handler_docstrings = (
        "topic",
        dict.fromkeys(("topic_index", "topic", "topic_atom", "topic_rss"), "a topic"),
    )
    overview_page_variable_name, overview_page_items_variable_name = "topics", "items"
    template_for_single_list, template_for_classification_overview = "tag.tmpl", "tags.tmpl"
    apply_to_posts, apply_to_pages = True, False
    more_than_one_classifications_per_post = omit_empty_classifications = True
    has_hierarchy = show_list_as_index = show_list_as_subcategories_list = False
    always_disable_rss = always_disable_atom = True
    minimum_post_count_per_classification_in_overview = 1

    def is_enabled(self, lang=None):
        return True

    def classify(self, post, lang):
        self.site.taxonomy_plugins["tag"].always_disable_rss = True  # one feed for all, as the others
        return post.meta("topics", lang=lang).split(", ")

    def get_classification_friendly_name(self, classification, lang, only_last_component=False):
        return classification

    def get_path(self, classification, lang, dest_type="page"):
        return ["topics", classification], "auto"

    def get_overview_path(self, lang, dest_type="page"):
        return ["topics"], "always"

    def provide_context_and_uptodate(self, classification, lang, node=None):
        return self._told(classification, "tag_page")

    def provide_overview_context_and_uptodate(self, lang):
        return self._told("Topics", "tags_page")

    def _told(self, title, kind):
        context = {"title": title, "description": "", "pagekind": ["list", kind]}
        return context, dict(context)
