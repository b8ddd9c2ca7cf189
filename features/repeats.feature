Feature: Sending the same thing twice
  Answers get lost, and fingers are quick. Whoever sends a request again under the same key has done the thing once.

  Background:
    Given the movie "Groundhog Day" of 1993
    And Ada has an account
    And Bob has an account

  Scenario: Ada taps twice
    When Ada puts the title in her watchlist under the key "tap-1"
    And Ada puts the title in her watchlist under the key "tap-1"
    Then each time she is told that it was put there
    And the second answer is the first one again
    And Ada has "Groundhog Day" in her watchlist, and nothing else

  Scenario: Ada taps ten times at once
    When Ada puts the title in her watchlist ten times at once under the key "tap-1"
    Then once she is told that it was put there, and else the same again or that it is under way
    And Ada has "Groundhog Day" in her watchlist, and nothing else

  Scenario: Ada takes the key for something else
    When Ada puts the title in her watchlist under the key "tap-1"
    Given the movie "Palm Springs" of 2020
    When Ada puts the title in her watchlist under the key "tap-1"
    Then she is told that the key was used for something else
    And Ada has "Groundhog Day" in her watchlist, and nothing else

  Scenario: Bob has the same key
    When Ada puts the title in her watchlist under the key "tap-1"
    And Bob puts the title in his watchlist under the key "tap-1"
    Then both have put it there, each for themselves

  Scenario: Ada is refused, and tries again under the same key
    When Ada puts a title that is not there in her watchlist under the key "tap-1"
    Then she is told that there is no such title
    When Ada puts the title in her watchlist under the key "tap-1"
    Then Ada has "Groundhog Day" in her watchlist, and nothing else

  Scenario: The key is none
    When Ada puts the title in her watchlist under the key ""
    Then she is told that something she sent is not valid
    And the problem "validation_failed" points to "/header/Idempotency-Key"
