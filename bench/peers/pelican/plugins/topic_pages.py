"""A page for every topic: Pelican has tags, which hold the actors here, and one category an article."""
# The shape of a plugin is its host's, which has no types.
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, D103

from collections import defaultdict

from pelican import signals


def file_under_topics(generator):
    filed = defaultdict(list)
    for article in generator.articles:
        if isinstance(article.topics, str):  # out of the cache it comes as a list
            article.topics = article.topics.split(", ")
        for topic in article.topics:
            filed[topic].append(article)
    generator.context["topics"] = sorted(filed.items())


def write_topics(generator, writer):
    topics = generator.context["topics"]
    writer.write_file("topics/index.html", generator.get_template("topics"), generator.context)
    for topic, articles in topics:
        template = generator.get_template("topic")
        writer.write_file(f"topics/{topic}/index.html", template, generator.context, topic=topic, listed=articles)


def register():
    signals.article_generator_finalized.connect(file_under_topics)
    signals.article_writer_finalized.connect(write_topics)
