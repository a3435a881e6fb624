"""What a reader takes away: the state of a page as a link or file, and the page's figures as a document."""
