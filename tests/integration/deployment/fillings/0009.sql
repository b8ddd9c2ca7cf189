SELECT 1; -- indexes alone: the rows of earlier revisions are what they are built over
