Feature: What was watched, when, and how often
  A person logs what they watch, as well as they know when it was.

  Scenario: A film seen twice, once long ago
    Given the movie "The Third Man" of 1949
    And Ada has an account
    When Ada logs that she watched it in "1999"
    And Ada logs that she watched it on "2026-01-31"
    Then Ada's watchlist shows it as completed
    And Ada has watched it 2 times, last on "2026-01-31"
    And her plays are of "2026-01-31" and "1999"

  Scenario: A film of which nobody remembers the day
    Given the movie "Playtime" of 1967
    And Ada has an account
    When Ada logs that she watched it some day
    Then Ada's watchlist shows it as completed
    And it is not known when she watched it

  Scenario: A day in another time zone
    Given the movie "Lost in Translation" of 2003
    And Ada has an account
    And Ada lives in "Asia/Tokyo"
    When Ada logs that she watched it on "2026-01-31T20:00:00Z"
    Then the day of it is "2026-02-01"
    When Ada moves to "America/New_York"
    Then the day of it is "2026-02-01"

  Scenario: A wrong tap undone
    Given the movie "Memento" of 2000
    And Ada has an account
    And Ada logs that she watched it on "2026-01-31"
    When Ada deletes that by mistake
    Then Ada's watchlist is empty
    When Ada undoes it
    Then Ada's watchlist shows it as completed
    And Ada has watched it 1 times, last on "2026-01-31"

  Scenario: Watching it again
    Given the movie "Groundhog Day" of 1993
    And Ada has an account
    And Ada logs that she watched it in "1999"
    When Ada begins to watch it again
    Then Ada's watchlist shows it as watching
    When Ada logs that she watched it on "2026-02-02"
    Then Ada's watchlist shows it as completed
    And Ada has watched it 2 times, last on "2026-02-02"
