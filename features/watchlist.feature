Feature: One's own watchlist
  A person keeps what they want to watch, are watching and have watched.

  Scenario Outline: From finding a title to having watched it
    Given the <kind> "The Long Way Home" of 1998
    And Ada has an account
    When Ada finds the title and puts it in her watchlist
    Then Ada's watchlist shows it as planned
    When Ada is watching it
    Then Ada's watchlist shows it as watching
    When Ada notes "Go on from minute 52."
    And Ada has watched it
    Then Ada's watchlist shows it as completed
    And it is known when she completed it
    And her note still says "Go on from minute 52."
    When Ada takes it off her watchlist
    Then Ada's watchlist is empty

    Examples:
      | kind  |
      | movie |
      | show  |
      | anime |

  Scenario: Changing one's mind about having watched it
    Given the movie "Memento" of 2000
    And Ada has the title in her watchlist as completed
    When Ada is watching it
    Then Ada's watchlist shows it as watching
    And it is not known when she completed it

  Scenario: Nothing stands in a watchlist twice
    Given the movie "Groundhog Day" of 1993
    And Ada has the title in her watchlist
    When Ada puts it in her watchlist
    Then she is told that it is there already

  Scenario: Something that the catalogue does not have
    Given Ada has an account
    When Ada puts the movie "An Obscure Film" in her watchlist, by its number elsewhere
    Then Ada's watchlist shows it as planned
    And Ada can read the title
    And nobody else can read the title

  Scenario: Two people who name one unconfirmed id differently never see each other's words
    Given Ada has an account
    And Bob has an account
    When Ada and Bob at once put the same number elsewhere in their watchlists, as "Buy Cheap Pills" and "A Quiet Heist"
    Then Ada finds "Buy Cheap Pills" and not "A Quiet Heist"
    And Bob finds "A Quiet Heist" and not "Buy Cheap Pills"
    And somebody without an account finds neither "Buy Cheap Pills" nor "A Quiet Heist"

  Scenario: Favourites without an account elsewhere
    Given the movie "Paddington" of 2014
    And Ada has the title in her watchlist
    And the movie "Paddington 2" of 2017
    And Ada has an account
    When Ada makes "Paddington" a favourite of hers
    And Ada makes "Paddington 2" a favourite of hers
    Then Ada's favourites are "Paddington" and "Paddington 2"
    And of her watchlist only "Paddington" is a favourite
    When Ada puts "Paddington 2" before "Paddington"
    Then Ada's favourites are "Paddington 2" and "Paddington"
    When Ada takes "Paddington 2" from her favourites
    Then "Paddington" is Ada's only favourite

  Scenario: Words of one's own
    Given Ada has these in her watchlist:
      | kind  | title        | year | status  |
      | movie | Paddington   | 2014 | planned |
      | movie | Paddington 2 | 2017 | planned |
      | movie | Heat         | 1995 | planned |
    When Ada tags "Paddington" with "Children" and "Rainy day"
    And Ada tags "Paddington 2" with "children" and "Long flight"
    Then with the tag "CHILDREN" Ada finds "Paddington" and "Paddington 2"
    When Ada renames the tag "Children" to "Family"
    Then with the tag "family" Ada finds "Paddington" and "Paddington 2"
    When Ada renames the tag "Rainy day" to "long flight"
    Then with the tag "Long flight" Ada finds "Paddington" and "Paddington 2"
    And Ada's tags are "Family" and "Long flight"

  Scenario: A title of one's own
    Given Ada has an account
    And Bob has an account
    When Ada puts the movie "Hom Video" in her watchlist, by its number elsewhere
    And Ada renames it "Home Video"
    Then Ada finds "Home Video" and not "Hom Video"
    When Ada deletes it
    Then Ada's watchlist is empty

  Scenario: Many taps on the same button
    Given the movie "Double Tap" of 2011
    And Ada has an account
    When Ada puts it in her watchlist ten times at once
    Then it was put there once, and the other times she was told that it is there already

  Scenario: Adding a whole shelf at once
    Given 12 movies
    And Ada has an account
    When Ada puts all of them in her watchlist at once
    Then all of them are in Ada's watchlist

  Scenario: Two people with the same title
    Given the movie "Shared Favourite" of 2015
    And Ada has the title in her watchlist as completed
    And Bob has the title in his watchlist as planned
    Then Ada's watchlist shows it as completed
    And Bob's watchlist shows it as planned

  Scenario Outline: Another person's watchlist stays theirs
    Given the movie "Private Matter" of 2007
    And Ada has the title in her watchlist
    And Bob has an account
    When Bob tries to <do> the entry of Ada
    Then he is told that there is no such entry
    And Ada's watchlist shows it as planned

    Examples:
      | do     |
      | read   |
      | change |
      | remove |

  Scenario: Nobody without an account has a watchlist
    When somebody without an account looks at their watchlist
    Then they are asked to sign in

  Scenario: Looking for something in one's own list
    Given Ada has an account
    And Ada has these in her watchlist:
      | kind  | title          | year | status    |
      | movie | Blue Horizon   | 1990 | planned   |
      | show  | Blue Harbour   | 2003 | watching  |
      | movie | Green Mountain | 2012 | completed |
    When Ada looks for "blue" in her watchlist
    Then exactly these are found:
      | title        |
      | Blue Harbour |
      | Blue Horizon |
    When Ada looks for what she has watched
    Then exactly these are found:
      | title          |
      | Green Mountain |
    When Ada lists her movies by title
    Then exactly these are found:
      | title          |
      | Blue Horizon   |
      | Green Mountain |

  Scenario: What to watch tonight
    Given Ada has an account
    And Ada has these in her watchlist:
      | kind  | title          | year | minutes | status    |
      | movie | Long Evening   | 1990 | 175     | planned   |
      | movie | Short Evening  | 2003 | 82      | planned   |
      | show  | Shorter Still  | 2012 | 24      | watching  |
      | movie | Nobody Knows   | 2015 |         | planned   |
    When Ada looks for what takes at most 90 minutes
    Then exactly these are found:
      | title         |
      | Shorter Still |
      | Short Evening |
    When Ada lists her watchlist, the longest first
    Then exactly these are found:
      | title         |
      | Long Evening  |
      | Short Evening |
      | Shorter Still |
      | Nobody Knows  |
    And Ada is told how many there are:
      | planned | watching | completed | movie | show |
      | 3       | 1        | 0         | 3     | 1    |

  Scenario: A title that is hidden stays where it was planned
    Given the movie "Vanishing Act" of 1986
    And Ada has the title in her watchlist
    When the admin hides the title
    Then Ada's watchlist shows it as planned

  Scenario: Many at once, each with its own answer
    Given Ada has an account
    When Ada puts the movie "An Obscure Film" in her watchlist, by its number elsewhere
    And Ada takes over these from another list in one go:
      | title             | status    |
      | An Obscure Film   | completed |
      | A Quiet Heist     | watching  |
      | A Film of No Kind | seen      |
    Then of these she is told "updated", "created" and "refused"
    And Ada finds "A Quiet Heist" and not "A Film of No Kind"
    And Ada's watchlist shows "An Obscure Film" as completed
