Feature: The trail
  Admins see who did what and when; nobody can change what the trail says.

  Scenario: Somebody signs in
    Given Ada has an account
    Then the trail shows that Ada signed in, and from where

  Scenario: Somebody tries to sign in and fails
    Given Ada has an account
    When Ada signs in with a mistyped password
    Then the trail shows that somebody failed to sign in as Ada
    And the trail does not repeat "mistyped horse"

  Scenario: A member becomes an admin
    Given Ada has an account
    When the admin makes Ada an admin
    Then the trail shows that the admin changed the role of Ada from "user" to "admin"

  Scenario: An account is disabled and enabled
    Given Ada has an account
    When the admin disables Ada
    Then the trail shows that the admin disabled Ada
    When the admin enables Ada
    Then the trail shows that the admin enabled Ada

  Scenario: A refused change is not in the trail
    Given Ada has an account
    When Ada tries to make herself an admin
    Then the trail shows no change of the role of Ada

  Scenario: A change of the catalogue is found by the number of its request
    Given the genre "Slapstick"
    When the admin calls the genre "Physical Comedy", with the request number "slapstick-1"
    Then the trail shows the new name of the genre with the request number "slapstick-1"

  Scenario: A new name is not in the trail, only that there is one
    Given Ada has an account
    When Ada calls herself "Augusta" "Lovelace"
    Then the trail shows that Ada changed her first and last name, but not to what

  Scenario: Who leaves is remembered without an address
    Given Ada has an account
    When the admin looks up who Ada is
    And Ada deletes her account
    Then the trail shows that Ada left, and no address of hers

  Scenario: The trail is for admins only
    Given Ada has an account
    When Ada tries to read the trail
    Then she is told that only admins may do that
    When somebody without an account tries to read the trail
    Then they are asked to sign in

  Scenario Outline: Nobody changes the trail
    When the admin tries to <do> the trail
    Then the admin is told that this is not possible

    Examples:
      | do     |
      | write  |
      | change |
      | remove |
