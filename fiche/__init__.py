"""fiche turns a folder of briefs into a static site. Start reading at `pipeline`."""

__version__ = "0.1.0"
