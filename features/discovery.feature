Feature: Discovery
  People find whatever there is to watch, not only what the catalogue holds, and keep it with one call.

  Scenario Outline: Looking around
    Given Ada has an account
    When Ada looks around among the <kind>
    Then she sees what there is, with posters

    Examples:
      | kind   |
      | movies |
      | shows  |
      | anime  |

  Scenario Outline: Finding something by its name and reading about it
    Given Ada has an account
    When Ada searches the <kind> for "<words>"
    Then "<title>" is among what she finds
    When Ada opens "<title>"
    Then she reads that it came out on <date>
    And she reads whom the facts come from

    Examples:
      | kind   | words        | title        | date       |
      | movies | Fight Club   | Fight Club   | 1999-10-15 |
      | shows  | Breaking Bad | Breaking Bad | 2008-01-20 |
      | anime  | bebop        | Cowboy Bebop | 1998-04-03 |

  Scenario: A movie with its people, its videos and where to watch it
    Given Ada has an account
    When Ada reads about movie 47964
    Then she reads who plays in it, where to watch it, and can see a trailer

  Scenario: Nothing goes by that name
    Given Ada has an account
    When Ada searches the movies for "nobody made this film"
    Then she finds nothing

  Scenario: Something that there is not
    Given Ada has an account
    When Ada reads about movie 999999999
    Then she is told that the provider has no such title

  Scenario: Strangers do not discover
    When a client asks for GET /api/v1/movies/discover
    Then they are asked to sign in

  Scenario: From a search to the watchlist
    Given Ada has an account
    When Ada searches the movies for "Fight Club"
    And Ada puts "Zombie Fight Club" in her watchlist, as she found it
    Then the catalogue has it with overview, date, runtime, genres and poster
    And Ada's watchlist shows it as planned
    When Ada searches the movies for "Fight Club"
    Then "Zombie Fight Club" stands there as planned

  Scenario: What I never want to see again
    Given Ada has an account
    And Bob has an account
    When Ada searches the movies for "Fight Club"
    And Ada puts "Zombie Fight Club" in her watchlist, as she found it
    And Ada takes it off her watchlist
    And Ada says that she never wants to see it
    And Ada searches the movies for "Fight Club" without what she never wants to see
    Then "Zombie Fight Club" is not among what she finds
    And 1 result is hidden
    When Bob searches the movies for "Fight Club" without what he never wants to see
    Then "Zombie Fight Club" is among what he finds

  Scenario: A movie brings its genres and platforms along
    Given Ada has an account
    When Ada reads about movie 47964
    And Ada puts "A Good Day to Die Hard" in her watchlist, as she found it
    Then it is of the genres "Action" and "Thriller"
    And it is on "HBO Max", among others

  Scenario Outline: Shows and anime go to the watchlist as well
    Given Ada has an account
    When Ada searches the <kind> for "<words>"
    And Ada puts "<title>" in her watchlist, as she found it
    Then Ada's watchlist shows it as planned
    And the catalogue has it with overview, date, genres and poster

    Examples:
      | kind  | words        | title                       |
      | shows | Breaking Bad | Breaking Bad Fortune Teller |
      | anime | accel        | Accel World                 |

  Scenario: Two people add the same movie that they found
    Given Ada has an account
    And Bob has an account
    When Ada and Bob at once put movie 12313 in their watchlists
    Then both have the same title
    And the provider was asked for movie 12313 once

  Scenario: An admin enters a movie by its number
    When the admin imports movie 1081003
    Then the catalogue has it with overview, date, runtime, genres and poster

  Scenario: What somebody was told, others are told without asking again
    Given Ada has an account
    And Bob has an account
    When Ada reads about movie 969681
    And Bob reads about movie 969681
    Then the provider was asked for movie 969681 once
