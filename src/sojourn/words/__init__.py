"""What is said to readers, in English and in the languages of the catalogues: for pages, cards and the terminal alike."""
