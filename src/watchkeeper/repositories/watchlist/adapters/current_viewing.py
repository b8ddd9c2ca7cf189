from typing import Final

CURRENT_VIEWING: Final = """
LEFT JOIN LATERAL (
    SELECT * FROM viewings WHERE viewings.user_id = :user_id AND viewings.title_id = {title}.id
    ORDER BY number DESC LIMIT 1
) AS viewing ON true
"""
"""The current viewing of a title, as `viewing`."""
