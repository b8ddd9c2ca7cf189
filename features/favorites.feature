Feature: Favourites
  People see and keep their favourites at TMDb, and share them under a name of their own.

  Scenario: A movie becomes a favourite, and no longer is
    Given Ada has an account, and one at TMDb
    When Ada makes movie 550 a favourite
    Then "Fight Club" is her only favourite
    And Ada sees by movie 550 that it is a favourite
    When Ada takes movie 550 from her favourites
    Then she has no favourites
    And Ada sees by movie 550 that it is none

  Scenario: What was a favourite at TMDb before is one here
    Given Ada has an account
    When Ada looks at the favourites of account 548
    Then "The Matrix" is among what she finds

  Scenario Outline: Sharing under whatever name one likes
    Given Ada has an account, and one at TMDb
    And Bob has an account, and one at TMDb
    When Ada makes movie 550 a favourite
    And Ada shares her favourites as "<name>"
    And Bob opens the list "<name>"
    Then "Fight Club" is among what he finds

    Examples:
      | name                       |
      | For rainy days             |
      | Action / Comedy            |
      | 100 % Ada                  |
      | 50%25 off?                 |
      | Filme fürs Herz – 心の映画 |
      | what#else & more           |

  Scenario: What is added later is in the list
    Given Ada has an account, and one at TMDb
    And Bob has an account, and one at TMDb
    When Ada shares her favourites as "Growing"
    And Bob opens the list "Growing"
    Then he finds nothing
    When Ada makes movie 550 a favourite
    And Bob opens the list "Growing"
    Then "Fight Club" is among what he finds

  Scenario: A list gets another name
    Given Ada has an account, and one at TMDb
    And Bob has an account, and one at TMDb
    When Ada shares her favourites as "Working Title"
    And Ada shares her favourites as "Final Cut"
    And Bob opens the list "final cut"
    Then he finds nothing
    When Bob opens the list "Working Title"
    Then he is told that there is no such list

  Scenario: A name belongs to whom it came first
    Given Ada has an account, and one at TMDb
    And Bob has an account, and one at TMDb
    When Ada shares her favourites as "Movie Night"
    And Bob shares his favourites as "MOVIE night"
    Then he is told that the name is somebody else's

  Scenario: Somebody else's favourites
    Given Ada has an account, and one at TMDb
    And Bob has an account, and one at TMDb
    When Bob tries to share the favourites of Ada
    Then he is told that the account is not his

  Scenario: A token that TMDb does not know
    Given Ada has an account, and one at TMDb
    And Ada mistypes her token of TMDb
    When Ada makes movie 550 a favourite
    Then she is told that TMDb refuses her token

  Scenario: Favourites while TMDb fails
    Given Ada has an account, and one at TMDb
    And the provider fails
    When Ada makes movie 550 a favourite
    Then she is told that the provider can't be relied on
    When the provider is well again
    And Ada makes movie 550 a favourite
    Then "Fight Club" is her only favourite
