Feature: The catalogue
  Admins keep what there is to watch; everybody finds it.

  Scenario: An admin enters a film
    Given the genre "Fantasy" and the platform "Filmhaus"
    When the admin enters the anime "Spirited Away" of 2001 with that genre on that platform
    Then everybody can read the title
    And it is of the genre "Fantasy" and on the platform "Filmhaus"

  Scenario Outline: People find a title as they remember it
    Given the movie "The Fabulous Destiny of Amélie Poulain" of 2001
    When somebody searches for "<words>"
    Then the title is found

    Examples:
      | words          |
      | amélie poulain |
      | AMELIE         |
      | poul ame       |
      | fabulous dest  |

  Scenario: Something that is not there is not found
    Given the movie "The Matrix" of 1999
    When somebody searches for "matrix toaster"
    Then the title is not found

  Scenario: Narrowing the catalogue down
    Given the genre "Western"
    And the movie "Once Upon a Time in the West" of 1968 with that genre
    And the show "Deadwood" of 2004 with that genre
    And the movie "True Grit" of 2010 with that genre
    When somebody looks for movies of that genre from 1960 to 1999
    Then exactly these are found:
      | title                        |
      | Once Upon a Time in the West |

  Scenario: Sorting the catalogue
    Given the genre "Noir"
    And the movie "Laura" of 1944 with that genre
    And the movie "Chinatown" of 1974 with that genre
    And the movie "Brick" of 2005 with that genre
    When somebody lists that genre by release date, newest first
    Then exactly these are found:
      | title     |
      | Brick     |
      | Chinatown |
      | Laura     |

  Scenario: Hiding a title
    Given the movie "Lost Reel" of 1921
    When the admin hides the title
    Then nobody but admins can read the title

  Scenario: A title that somebody wants to watch stays
    Given the movie "Stalker" of 1979
    And Ada has the title in her watchlist
    When the admin deletes the title
    Then the admin is told that it is in use
    And everybody can read the title

  Scenario: A title that nobody wants is deleted
    Given the movie "Mistake" of 2020
    When the admin deletes the title
    Then nobody can read the title

  Scenario: Genres have names of their own
    Given the genre "Comedy"
    When the admin enters that genre again, in capital letters
    Then the admin is told that the name is taken

  Scenario: A genre that titles have stays
    Given the genre "Heist"
    And the movie "Rififi" of 1955 with that genre
    When the admin deletes the genre
    Then the admin is told that it is in use

  Scenario: Renaming a genre shows on its titles
    Given the genre "Sci-Fi"
    And the movie "Solaris" of 1972 with that genre
    When the admin calls the genre "Science Fiction"
    Then it is of the genre "Science Fiction"

  Scenario: Many genres in one go
    When the admin enters these genres in one go:
      | name     | description        |
      | Giallo   | Italian whodunits. |
      | Wuxia    | Swords and honour. |
      | Giallo   | Once more.         |
    Then of these the admin is told "created", "created" and "refused"
    And everybody finds the genre "Wuxia" by a part of its name, with "Swords and honour."

  Scenario: Members only read
    Given Ada has an account
    When Ada tries to enter a genre
    Then she is told that only admins may do that

  Scenario: A whole file of titles at once
    Given a file with these titles:
      | title         | media_type | release_date | genres |
      | Paper Kites   | movie      | 1999-05-01   | Drama  |
      | Glass Lantern | show       | 2011-01-09   | Crime  |
    When the operator loads the file
    And the operator loads the file
    Then each title of the file is in the catalogue once
