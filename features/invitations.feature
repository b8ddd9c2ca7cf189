Feature: An instance for friends
  Whoever runs an instance says who may sign up; nobody who forgot the password is lost.

  Scenario: A closed instance takes nobody
    Given an instance where nobody can sign up
    When Ada signs up there
    Then she is told that nobody can sign up here

  Scenario: An invited friend signs up, a stranger does not
    Given an instance where people need an invitation
    And the admin invites a friend
    When Bob signs up there
    Then he is told that an invitation is needed
    When Ada signs up there with the invitation
    Then Ada has an account there
    When Bob signs up there with the invitation
    Then he is told that an invitation is needed

  Scenario: A person who forgot the password gets back in
    Given Ada has an account
    And the admin makes a reset link for Ada
    When Ada sets the password "a quieter horse, unplugged" with the link
    Then Ada is not signed in any more
    And Ada can sign in with the password "a quieter horse, unplugged"
    When Ada sets the password "yet another passphrase" with the link
    Then she is told that the link is not valid
