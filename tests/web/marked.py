"""An invented language that shows what no catalogue has, and what has no room for longer words."""

from __future__ import annotations

from gettext import NullTranslations


class Marked(NullTranslations):
    """A language in which every sentence is longer and stands in brackets."""

    def gettext(self, message: str) -> str:
        """The sentence in brackets, longer by two fifths and a word at least."""
        return f"⟦{message}{' ~~~~' * (2 * len(message) // 25 + 1)}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The plural in brackets."""
        return self.gettext(msgid1 if n == 1 else msgid2)
