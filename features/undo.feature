Feature: Undo
  A wrong tap loses nothing: what people deleted comes back as it was, unless they have changed it since.

  Scenario: A wrong tap
    Given the movie "A Slip of the Thumb" of 2014
    And Ada has rated it 4.5
    When Ada takes it out of her watchlist by mistake
    Then Ada's watchlist is empty
    When Ada undoes that
    Then it came back
    And Ada's watchlist shows it as completed

  Scenario: A review goes with its rating, and both come back
    Given the movie "Second Thoughts" of 2016
    And Ada has reviewed it with 3.5, "Better than I remembered."
    When Ada deletes her review and her rating by mistake
    Then it has no ratings
    When Ada undoes that
    Then both came back
    And its figures are 3.5 of 1 rating

  Scenario: What was changed on another device meanwhile stays
    Given the movie "Two Devices" of 2019
    And Ada has the title in her watchlist as planned
    When Ada takes it out of her watchlist by mistake
    And Ada puts it in again on her television, as watching
    And Ada undoes that
    Then nothing came back, as Ada has changed it since
    And Ada's watchlist shows it as watching

  Scenario: Many taps on the way back
    Given the movie "Undo, Undo, Undo" of 2021
    And Ada has the title in her watchlist as planned
    When Ada takes it out of her watchlist by mistake
    And Ada undoes that ten times at once
    Then it came back once, and the other times she was told that it is back already
    And Ada's watchlist shows it as planned
