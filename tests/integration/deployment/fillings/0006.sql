INSERT INTO content_versions (content, slot, changes) VALUES ('titles', 1, 3);
