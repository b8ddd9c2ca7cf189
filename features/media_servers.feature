Feature: A player that tells what was watched
  Whoever has a media server need not log what it played.

  Background:
    Given Ada has an account
    And the movie "Heat" of 1995
    And Ada's media server tells of Ada and ignores Alan

  Scenario: A film that was seen to its end
    When the media server tells that Ada has played it to the end
    Then Ada has one play of it

  Scenario: A film that is told twice
    When the media server tells twice that Ada has played it to the end
    Then Ada has one play of it

  Scenario: Somebody else of the household
    When the media server tells that Alan has played it to the end
    Then Ada has no play of it

  Scenario: Stopped in the middle
    When the media server tells that Ada has stopped after 30 of 120 minutes
    Then Ada can go on after 30 minutes

  Scenario: A film without an id
    When the media server tells of a film that nobody can identify
    And Ada says that it is "Heat"
    Then Ada has one play of it
