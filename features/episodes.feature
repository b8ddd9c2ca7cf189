Feature: Seasons and episodes
  Whoever watches a show finds the next episode, and what they saw stays seen.

  Scenario: Binge a season
    Given the show "Salt Flats" with these episodes:
      | season | episodes | first aired  |
      | 1      | 8        | 400 days ago |
      | 2      | 6        | 100 days ago |
    And Ada has the title in her watchlist as watching
    When Ada binges season 1
    Then Ada has seen 8 of 14 episodes, and season 2, episode 1 is next
    And next up for Ada is season 2, episode 1, to continue

  Scenario: Up to here, and once too often
    Given the show "Ferry Lines" with these episodes:
      | season | episodes | first aired  |
      | 1      | 8        | 400 days ago |
      | 2      | 6        | 100 days ago |
    And Ada has the title in her watchlist as watching
    When Ada has seen all up to season 2, episode 3
    And Ada has seen all up to season 2, episode 3
    Then Ada has seen 11 of 14 episodes, and season 2, episode 4 is next
    And Ada has logged 11 plays

  Scenario: What has not aired is not seen
    Given the show "Early Frost" with these episodes:
      | season | episodes | first aired |
      | 1      | 4        | 9 days ago  |
    And Ada has the title in her watchlist as watching
    When Ada binges season 1
    Then Ada has seen 2 of 4 episodes, and is caught up
    And Ada's watchlist shows it as watching

  Scenario: Skip a special
    Given the show "The Night Desk" with these episodes:
      | season | episodes | first aired  |
      | 0      | 1        | 60 days ago  |
      | 1      | 8        | 400 days ago |
    And Ada has the title in her watchlist as watching
    When Ada binges season 1
    Then Ada has seen 8 of 8 episodes, and is caught up
    And nothing is next up for Ada
    When Ada wants the specials of it, too
    Then Ada has seen 8 of 9 episodes, and season 0, episode 1 is next

  Scenario: A show comes back after a year
    Given the show "Long Winter" with these episodes:
      | season | episodes | first aired  |
      | 1      | 8        | 500 days ago |
      | 2      | 8        | 2 days ago   |
    And Ada completed it 400 days ago
    Then Ada's watchlist shows it as completed
    And next up for Ada is season 2, episode 1, as there are new episodes
    When Ada watches season 2, episode 1
    Then Ada's watchlist shows it as watching
    And Ada has seen 9 of 16 episodes, and is caught up

  Scenario: An anime counted absolutely
    Given the anime "Sky Ferrymen" with 131 episodes, one a week
    And Ada has the title in her watchlist as watching
    When Ada watches the 130. episode of all
    Then Ada has seen 1 of 131 episodes, and season 1, episode 131 is next
    And 129 episodes before are skipped

  Scenario: A dropped show is quiet at once
    Given the show "Noise" with these episodes:
      | season | episodes | first aired  |
      | 1      | 8        | 400 days ago |
    And Ada has the title in her watchlist as watching
    And Ada watches season 1, episode 1
    And next up for Ada is season 1, episode 2, to continue
    When Ada drops it
    Then nothing is next up for Ada
    And Ada has logged 1 play
