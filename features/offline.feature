Feature: An app that was offline for a month
  An app that works without a connection keeps a copy. It gets what has changed and gone meanwhile, and nothing else.

  Background:
    Given Ada has an account
    And Ada has these in her watchlist:
      | kind  | title          | year | status    |
      | movie | Heat           | 1995 | completed |
      | movie | Ronin          | 1998 | planned   |
      | show  | The Wire       | 2002 | watching  |
      | anime | Cowboy Bebop   | 1998 | planned   |
    And Ada's phone has a copy of all that

  Scenario: What was changed and removed meanwhile arrives, and nothing else
    Given Ada's phone is offline for a month
    When Ada completes "The Wire" at home
    And Ada rates "Heat" with 4.5 at home
    And Ada removes "Ronin" from her watchlist at home
    And Ada adds the movie "Collateral" of 2004 at home
    Then Ada's phone, online again, is told of these and of nothing else:
      | kind      | title      | change |
      | watchlist | The Wire   | upsert |
      | watchlist | Heat       | upsert |
      | ratings   | Heat       | upsert |
      | watchlist | Ronin      | delete |
      | watchlist | Collateral | upsert |
    And the copy on Ada's phone is what the service has

  Scenario: Where nothing has changed, nothing arrives
    Given Ada's phone is offline for a month
    When Bob changes his watchlist meanwhile
    Then Ada's phone, online again, is told of nothing
    And the copy on Ada's phone is what the service has

  Scenario: What came and went meanwhile is not missed
    Given Ada's phone is offline for a month
    When Ada adds the movie "Collateral" of 2004 at home
    And Ada removes "Collateral" from her watchlist at home
    Then Ada's phone, online again, is told of nothing that it has
    And the copy on Ada's phone is what the service has
