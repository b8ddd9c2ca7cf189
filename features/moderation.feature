Feature: Keeping the reviews decent
  Everybody's words are their own: others can't touch them, and admins can only take them away, which the trail shows.

  Scenario Outline: Nobody touches another's review
    Given the movie "Mine" of 2008
    And Ada has reviewed it with 4, "Mine alone."
    And Bob has an account
    When Bob tries to <do> the review of Ada
    Then he is told that the review is somebody else's
    And Ada's review of it says "Mine alone.", with 4

    Examples:
      | do      |
      | change  |
      | replace |
      | remove  |

  Scenario Outline: Not even admins put words in people's mouths
    Given the movie "Verbatim" of 2008
    And Ada has reviewed it with 4, "My words."
    When the admin tries to <do> the review of Ada
    Then the admin is told that the review is somebody else's
    And Ada's review of it says "My words.", with 4

    Examples:
      | do      |
      | change  |
      | replace |

  Scenario: An admin removes a review and says why
    Given the movie "Mudslinging" of 2014
    And Ada has reviewed it with 2, "You are all fools."
    When the admin removes the review because "It insults the readers."
    Then nobody can read the review
    And it has 0 reviews
    And Ada's rating of it is 2
    And its figures are 2 of 1 rating
    And the trail shows that the admin removed the review because "It insults the readers."
    And the trail does not repeat "You are all fools."

  Scenario: An admin removes a review without a word
    Given the movie "Spam" of 2015
    And Ada has reviewed it with 5, "Cheap watches here."
    When the admin removes the review
    Then nobody can read the review
    And the trail shows that the admin removed the review

  Scenario: Whose review was removed may write a better one
    Given the movie "Second Chance" of 2016
    And Ada has reviewed it with 2, "Rubbish, rubbish."
    When the admin removes the review because "Shouting."
    And Ada reviews it with 2, "It did not move me."
    Then Ada's review of it says "It did not move me.", with 2

  Scenario: What people delete themselves is their own business
    Given the movie "Private" of 2017
    And Ada has reviewed it with 3, "Hm."
    When Ada deletes her review
    Then the trail shows nothing about the review

  Scenario: The author and the admin remove a review at once
    Given the movie "Both" of 2019
    And Ada has reviewed it with 3, "Oh dear."
    When Ada and the admin remove the review at once
    Then it was removed once
    And it has 0 reviews
    And its figures are 3 of 1 rating
