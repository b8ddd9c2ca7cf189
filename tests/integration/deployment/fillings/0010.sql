SELECT 1; -- the triggers write title_references of the links that earlier revisions have
