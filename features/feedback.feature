Feature: Ratings and reviews
  People say what they think of what they have watched, and everybody sees at once what all of them think.

  Scenario: Rating what one has watched
    Given the movie "Before Sunrise" of 1995
    And Ada has the title in her watchlist as completed
    When Ada rates it 4.5
    Then Ada's rating of it is 4.5
    And its figures are 4.5 of 1 rating

  Scenario Outline: What one has not watched is not rated
    Given the movie "Not Yet" of 2018
    And Ada has the title in her watchlist as <status>
    When Ada rates it 3
    Then she is told that she has not watched it
    When Ada reviews it with 3, "Surely quite good."
    Then she is told that she has not watched it
    And it has no ratings
    And Ada's watchlist shows it as <status>

    Examples:
      | status   |
      | planned  |
      | watching |
      | on_hold  |
      | dropped  |

  Scenario: What is not in one's watchlist is not rated
    Given the movie "Hearsay" of 2016
    And Ada has an account
    When Ada rates it 3
    Then she is told that she has not watched it
    And it has no ratings
    And Ada's watchlist is empty

  Scenario: "I have watched it", in one go
    Given the movie "In One Go" of 2001
    And Ada has an account
    When Ada says that she has watched it and rates it 4
    Then Ada's rating of it is 4
    And Ada's watchlist shows it as completed

  Scenario: "I have watched it" of something one had planned
    Given the show "At Last" of 2009
    And Ada has the title in her watchlist as planned
    When Ada says that she has watched it and reviews it with 3.5, "At last!"
    Then Ada's rating of it is 3.5
    And Ada's watchlist shows it as completed
    And it is known when Ada completed it

  Scenario Outline: A score that is not on the scale changes nothing
    Given the movie "Off the Scale" of 1979
    And Ada has an account
    When Ada says that she has watched it and rates it <score>
    Then she is told that something she sent is not valid
    And it has no ratings
    And Ada's watchlist is empty

    Examples:
      | score |
      | 0     |
      | 0.5   |
      | 3.3   |
      | 5.5   |
      | -4    |

  Scenario: Nobody rates a title twice
    Given the movie "Twice" of 1999
    And Ada has rated it 4
    When Ada rates it 1
    Then she is told that she has rated it already
    And Ada's rating of it is 4

  Scenario: Nobody without an account rates
    Given the movie "For Members" of 1988
    When somebody without an account rates it
    Then they are asked to sign in
    And it has no ratings

  Scenario: Changing one's mind
    Given the movie "Second Look" of 2003
    And Ada has rated it 5
    When Ada changes her rating to 2.5
    Then Ada's rating of it is 2.5
    And its figures are 2.5 of 1 rating
    And its ratings are spread like this:
      | score | people |
      | 2.5   | 1      |

  Scenario: Taking a rating back
    Given the movie "Never Mind" of 2004
    And Ada has rated it 5
    When Ada takes her rating back
    Then Ada has no rating of it
    And it has no ratings
    When Ada rates it 3
    Then Ada's rating of it is 3

  Scenario: A rating outlives its watch entry
    Given the movie "Long Ago" of 1962
    And Ada has the title in her watchlist as completed
    And Ada has rated it 4
    When Ada takes it off her watchlist
    Then Ada's rating of it is 4
    And its figures are 4 of 1 rating
    When Ada changes her rating to 3
    Then its figures are 3 of 1 rating
    When Ada takes her rating back
    And Ada rates it 5
    Then she is told that she has not watched it

  Scenario: Watching something again leaves the rating
    Given the movie "Once More" of 1977
    And Ada has the title in her watchlist as completed
    And Ada has rated it 4
    When Ada is watching it
    Then Ada's rating of it is 4

  Scenario Outline: Another person's rating stays theirs
    Given the movie "My Opinion" of 1993
    And Ada has rated it 4
    And Bob has an account
    When Bob tries to <do> the rating of Ada
    Then he is told that there is no such rating
    And Ada's rating of it is 4

    Examples:
      | do     |
      | read   |
      | change |
      | remove |

  Scenario: Looking at one's own ratings
    Given Ada has an account
    And Ada has rated these:
      | kind  | title         | year | score |
      | movie | Plain Bread   | 1990 | 2     |
      | show  | Sweet Cake    | 2003 | 5     |
      | movie | Pepper Cheese | 2012 | 3.5   |
    When Ada lists her ratings, best first
    Then exactly these are found:
      | title         |
      | Sweet Cake    |
      | Pepper Cheese |
      | Plain Bread   |
    When Ada lists the movies she has rated
    Then exactly these are found:
      | title         |
      | Pepper Cheese |
      | Plain Bread   |

  Scenario: Everybody sees the figures at once
    Given the movie "Talk of the Town" of 1942
    Then it has no ratings
    When Ada has rated it 5
    And Bob has rated it 3
    And Cleo has rated it 3
    Then its figures are 3.67 of 3 ratings
    And its ratings are spread like this:
      | score | people |
      | 3     | 2      |
      | 5     | 1      |
    When Bob changes his rating to 1.5
    And Cleo takes her rating back
    Then its figures are 3.25 of 2 ratings
    And its ratings are spread like this:
      | score | people |
      | 1.5   | 1      |
      | 5     | 1      |

  Scenario: Finding what people like best
    Given the genre "Liked"
    And the movie "Fair" of 1991 with that genre
    And Ada has rated it 3
    And the movie "Fabulous" of 1992 with that genre
    And Ada has rated it 4.5
    And the movie "Feeble" of 1993 with that genre
    And Ada has rated it 1
    When somebody lists that genre by rating, best first
    Then exactly these are found:
      | title    |
      | Fabulous |
      | Fair     |
      | Feeble   |

  Scenario: Twenty people at once
    Given the movie "Premiere" of 2024
    And 20 people have watched it
    When all of them rate it at once
    Then each of their ratings counts
    When all of them change their ratings at once
    Then each of their ratings counts
    When all of them take their ratings back at once
    Then it has no ratings

  Scenario: Twenty people delete their accounts at once
    Given the movie "Exodus" of 1960
    And Ada has rated it 4
    And 20 people have watched it
    When all of them rate it at once
    And all of them delete their accounts at once
    Then its figures are 4 of 1 rating

  Scenario: Many taps on the stars
    Given the movie "Eager" of 2012
    And Ada has an account
    When Ada rates it ten times at once
    Then it was done once, and the other times she was told that she has rated it already
    And its figures are 4 of 1 rating

  Scenario: Many taps on the button below a review
    Given the movie "Impatient" of 2013
    And Ada has an account
    When Ada reviews it ten times at once
    Then it was done once, and the other times she was told that she has reviewed it already
    And its figures are 4 of 1 rating
    And it has 1 review

  Scenario: Writing a review
    Given the anime "Castle in the Sky" of 1986
    And Ada has the title in her watchlist as completed
    When Ada reviews it with 4.5:
      """
      I saw it as a child.

      And again today: — it's still «flying»! 🎈
      """
    Then everybody can read the review as it was written
    And it has 1 review
    And Ada's rating of it is 4.5
    And its figures are 4.5 of 1 rating
    And Ada sees at the title that she has rated it 4.5 and reviewed it

  Scenario: Nobody reviews a title twice
    Given the movie "Repeat" of 2002
    And Ada has reviewed it with 4, "Good."
    When Ada reviews it with 1, "Bad."
    Then she is told that she has reviewed it already
    And Ada's review of it says "Good.", with 4
    And its figures are 4 of 1 rating

  Scenario: The rating of a review is one's rating of the title
    Given the movie "One Fact" of 2005
    And Ada has rated it 2
    When Ada reviews it with 4, "It has grown on me."
    Then Ada's rating of it is 4
    And its figures are 4 of 1 rating
    When Ada changes her rating to 4.5
    Then Ada's review of it says "It has grown on me.", with 4.5
    When Ada takes her rating back
    Then Ada's review of it says "It has grown on me.", without a rating
    And it has no ratings

  Scenario: Changing a review
    Given the movie "Rewritten" of 2006
    And Ada has reviewed it with 4, "Goood."
    When Ada corrects her review to "Good."
    Then Ada's review of it says "Good.", with 4
    When Ada writes her review anew with 1.5, "On reflection, no."
    Then Ada's review of it says "On reflection, no.", with 1.5
    And its figures are 1.5 of 1 rating
    And it has 1 review

  Scenario: Deleting a review leaves the rating
    Given the movie "Unsaid" of 2007
    And Ada has reviewed it with 4, "Too much said."
    When Ada deletes her review
    Then nobody can read the review
    And it has 0 reviews
    And Ada's rating of it is 4
    And its figures are 4 of 1 rating
    When Ada reviews it with 3, "Said again."
    Then Ada's review of it says "Said again.", with 3

  Scenario: Deleting a review with the rating
    Given the movie "Best Forgotten" of 2011
    And Ada has reviewed it with 1, "Never again."
    When Ada deletes her review and her rating
    Then nobody can read the review
    And it has no ratings

  Scenario: Rating something that the catalogue does not have
    Given Ada has an account
    When Ada rates the movie "An Obscure Film" 4.5 as watched, by its number elsewhere
    Then Ada's rating of it is 4.5
    And Ada's watchlist shows it as completed

  Scenario: Reading what others write
    Given the movie "Much Discussed" of 1997
    And these people have reviewed it, one after the other:
      | name  | score | spoilers | body              |
      | Ada   | 3     | no       | Fine.             |
      | Bob   | 5     | yes      | It was his sledge |
      | Cleo  | 1     | no       | Boring.           |
      | Dora  | 4     | no       | Lovely.           |
    When somebody reads its reviews
    Then these reviews are shown: Dora, Cleo, Bob, Ada
    When somebody reads its reviews, best first
    Then these reviews are shown: Bob, Dora, Ada, Cleo
    When somebody reads its reviews, without spoilers
    Then these reviews are shown: Dora, Cleo, Ada
    When somebody reads its reviews of 4
    Then these reviews are shown: Dora

  Scenario: The reviews of a hidden title are hidden
    Given the movie "Withdrawn" of 1971
    And Ada has reviewed it with 4, "A pity."
    When the admin hides the title
    Then nobody but admins and Ada can read the review
    And Ada's rating of it is 4

  Scenario: A title that somebody has rated stays
    Given the movie "Rated" of 1981
    And Ada has the title in her watchlist as completed
    And Ada has rated it 4
    When Ada takes it off her watchlist
    And the admin deletes the title
    Then the admin is told that it is in use

  Scenario: Who leaves takes their ratings and reviews along
    Given the movie "Farewell" of 1985
    And Ada has reviewed it with 1, "Not for me."
    And Bob has rated it 4
    When Ada deletes her account
    Then nobody can read the review
    And it has 0 reviews
    And its figures are 4 of 1 rating

  Scenario: Whose account is deleted leaves no ratings and reviews behind
    Given the movie "Sent Away" of 1987
    And Ada has reviewed it with 1, "Buy my watches!"
    And Bob has rated it 4
    When the admin deletes the account of Ada
    Then nobody can read the review
    And it has 0 reviews
    And its figures are 4 of 1 rating
