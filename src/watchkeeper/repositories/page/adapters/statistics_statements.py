"""Statements of statistics. Each returns one row with its members as JSON."""

from typing import Final

from watchkeeper.repositories.text_statements import text_statement

WATCHED: Final = text_statement(
    """
    WITH ended AS MATERIALIZED (
        SELECT entry.title_id, begun.first_day, (begun.first_day + begun.size)::date AS last_day,
            NOT EXISTS (
                SELECT FROM plays WHERE plays.user_id = entry.user_id AND plays.title_id = entry.title_id
            ) AS is_without_plays
        FROM watch_entries AS entry
        LEFT JOIN LATERAL (
            SELECT finished_on, finished_sorted_at
            FROM viewings WHERE viewings.user_id = entry.user_id AND viewings.title_id = entry.title_id
            ORDER BY viewings.number DESC LIMIT 1
        ) AS viewing ON true
        CROSS JOIN LATERAL (
            SELECT CASE length(viewing.finished_on)
                WHEN 4 THEN to_date(viewing.finished_on, 'YYYY')
                WHEN 7 THEN to_date(viewing.finished_on, 'YYYY-MM')
                WHEN 10 THEN to_date(viewing.finished_on, 'YYYY-MM-DD')
                ELSE (CASE
                    WHEN viewing.finished_on IS NOT NULL THEN viewing.finished_sorted_at
                    WHEN entry.status_by = 'person' THEN entry.completed_at
                END AT TIME ZONE :time_zone)::date
            END AS first_day,
            CASE length(viewing.finished_on)
                WHEN 4 THEN interval '1 year -1 day' WHEN 7 THEN interval '1 month -1 day' ELSE interval '0'
            END AS size
        ) AS begun
        WHERE entry.user_id = :user_id AND entry.status = 'completed'
    ), seen AS MATERIALIZED (
        SELECT play.title_id, title.media_type, title.release_date,
            play.episode_id IS NOT NULL OR play.season IS NOT NULL AS is_episode, play.first_day,
            play.last_day,
            CASE WHEN title.media_type = 'movie' OR play.episode_id IS NOT NULL OR play.season IS NOT NULL
                THEN coalesce(episode.runtime_minutes, title.runtime_minutes)
            END AS minutes
        FROM plays AS play
        JOIN titles AS title ON title.id = play.title_id
        LEFT JOIN episodes AS episode ON episode.id = play.episode_id
        WHERE play.user_id = :user_id
        UNION ALL
        SELECT ended.title_id, title.media_type, title.release_date, false, ended.first_day, ended.last_day,
            CASE WHEN title.media_type = 'movie' THEN title.runtime_minutes END
        FROM ended JOIN titles AS title ON title.id = ended.title_id
        WHERE ended.is_without_plays
    ), shown AS MATERIALIZED (
        SELECT *, NOT is_episode AND media_type = 'movie' AS is_movie,
            NOT is_episode AND media_type <> 'movie' AS is_show
        FROM seen
        WHERE :year IS NULL OR (first_day >= make_date(:year, 1, 1) AND last_day <= make_date(:year, 12, 31))
    ), days AS MATERIALIZED (
        SELECT first_day, last_day, count(*) AS times, count(*) FILTER (WHERE is_movie) AS movies,
            count(*) FILTER (WHERE is_episode) AS episodes, count(*) FILTER (WHERE is_show) AS shows
        FROM shown WHERE first_day IS NOT NULL GROUP BY first_day, last_day
    ), watched AS MATERIALIZED (
        SELECT shown.title_id, shown.release_date, rating.half_steps
        FROM (SELECT DISTINCT title_id, release_date FROM shown) AS shown
        LEFT JOIN ratings AS rating ON rating.user_id = :user_id AND rating.title_id = shown.title_id
    )
    SELECT json_build_object(
        'completed', (
            SELECT count(*) FROM ended
            WHERE :year IS NULL OR (first_day >= make_date(:year, 1, 1) AND last_day <= make_date(:year, 12, 31))
        ),
        'movies', count(*) FILTER (WHERE is_movie),
        'shows', count(*) FILTER (WHERE is_show),
        'episodes', count(*) FILTER (WHERE is_episode),
        'minutes', coalesce(sum(minutes), 0),
        'minutes_unknown', count(*) FILTER (WHERE minutes IS NULL),
        'undated', (SELECT count(*) FROM seen WHERE first_day IS NULL),
        'years', (
            SELECT coalesce(json_agg(DISTINCT extract(year FROM first_day)::int), '[]')
            FROM (SELECT DISTINCT first_day, last_day FROM seen WHERE first_day IS NOT NULL) AS one
            WHERE extract(year FROM first_day) = extract(year FROM last_day)
        ),
        'by_month', (
            SELECT coalesce(json_agg(one ORDER BY one.month), '[]') FROM (
                SELECT to_char(first_day, 'YYYY-MM') AS month, sum(movies)::int AS movies,
                    sum(episodes)::int AS episodes, sum(shows)::int AS shows
                FROM days WHERE date_trunc('month', first_day) = date_trunc('month', last_day) GROUP BY 1
            ) AS one
        ),
        'by_day', (
            SELECT coalesce(json_object_agg(one.day, one.times ORDER BY one.day), '{}') FROM (
                SELECT first_day AS day, times FROM days
                WHERE first_day = last_day AND (:year IS NOT NULL OR first_day > :today - 366)
            ) AS one
        ),
        'by_genre', (
            SELECT coalesce(json_agg(one ORDER BY one.count DESC, one.name), '[]') FROM (
                SELECT genre.id, genre.name, count(*) AS count, round(avg(half_steps) / 2, 2) AS average
                FROM watched
                JOIN title_genres AS link ON link.title_id = watched.title_id
                JOIN genres AS genre ON genre.id = link.genre_id
                GROUP BY genre.id
            ) AS one
        ),
        'by_release_decade', (
            SELECT coalesce(json_agg(one ORDER BY one.decade), '[]') FROM (
                SELECT extract(decade FROM release_date)::int * 10 AS decade, count(*) AS count
                FROM watched WHERE release_date IS NOT NULL GROUP BY 1
            ) AS one
        )
    )::text AS found
    FROM shown
    """
)

RATED: Final = text_statement(
    """
    WITH own AS MATERIALIZED (
        SELECT rating.title_id, rating.half_steps, figures.average, figures.ratings_count, figures.distribution
        FROM ratings AS rating
        LEFT JOIN title_figures AS figures ON figures.title_id = rating.title_id
        WHERE rating.user_id = :user_id
          AND (:year IS NULL OR extract(year FROM rating.created_at AT TIME ZONE :time_zone) = :year)
    )
    SELECT json_build_object(
        'average', round(avg(half_steps) / 2, 2),
        'average_of_all', round(avg(average), 2),
        'reviews', (
            SELECT count(*) FROM reviews WHERE user_id = :user_id AND NOT is_superseded
              AND (:year IS NULL OR extract(year FROM created_at AT TIME ZONE :time_zone) = :year)
        ),
        'ratings', (
            SELECT json_build_object(
                'own', json_object_agg(one.score, one.own ORDER BY one.step),
                'all', json_object_agg(one.score, one.every ORDER BY one.step)
            ) FROM (
                SELECT step, (step / 2.0)::float8::text AS score,
                    (SELECT count(*) FROM own WHERE half_steps = step) AS own,
                    (SELECT coalesce(sum(distribution[step - 1]), 0) FROM own) AS every
                FROM generate_series(2, 10) AS step
            ) AS one
        ),
        'furthest', (
            SELECT coalesce(json_agg(json_build_object('title', json_build_object(
                'id', one.title_id, 'media_type', media_type, 'title', title,
                'year', extract(year FROM release_date)::int, 'poster_url', poster_url,
                'genres', coalesce(title_references.genres::json, '[]')
            ), 'own', one.own, 'all', one.average) ORDER BY one.distance DESC, one.title_id), '[]') FROM (
                SELECT title_id, half_steps / 2.0 AS own, average, abs(half_steps / 2.0 - average) AS distance
                FROM own WHERE ratings_count > 1 AND half_steps / 2.0 <> average
                ORDER BY distance DESC, title_id LIMIT 10
            ) AS one
            JOIN titles ON titles.id = one.title_id
            LEFT JOIN title_references ON title_references.title_id = one.title_id
        )
    )::text AS found
    FROM own
    """
)
