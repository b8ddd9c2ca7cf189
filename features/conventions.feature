Feature: Conventions
  What client developers may rely on, over the wire.

  Scenario Outline: A trailing slash changes nothing
    When a client asks for GET <path>/
    Then the status is <status>
    And it is no redirect

    Examples:
      | path                  | status |
      | /api/v1/genres        | 200    |
      | /api/v1/titles        | 200    |
      | /api/v1/watchlist     | 401    |
      | /health               | 200    |
      | /nowhere              | 404    |

  Scenario: What has not changed is not sent again
    Given the genre "Cached"
    When a client reads the genre
    And the client reads it again with If-None-Match
    Then the status is 304
    And there is no body

  Scenario: Two people edit the same thing
    Given the genre "Contested"
    When the admin reads the genre in two windows
    And changes it with If-Match in the first window
    And changes it with If-Match in the second window
    Then the first change is made and the second is refused with 412 "precondition_failed"

  Scenario: A member that nobody knows is refused
    When a client signs up with the member "is_superuser"
    Then the status is 422
    And the problem "validation_failed" points to "/body/is_superuser"

  Scenario: Paging through a list that changes meanwhile
    Given 7 genres
    When a client reads them 3 at a time, and one that was read is deleted after the first page
    Then the client has seen each of the others once

  Scenario Outline: Every refusal has the same shape
    When a client asks for <method> <path>
    Then the status is <status>
    And the problem has the code "<code>"

    Examples:
      | method  | path                                                | status | code                    |
      | GET     | /nowhere                                            | 404    | route_not_found         |
      | GET     | /api/v1/genres/0193f5a0-c1d2-7e0f-9a3b-5c7d9e1f2a4b | 404    | genre_not_found         |
      | GET     | /api/v1/genres/garbage                              | 422    | validation_failed       |
      | GET     | /api/v1/genres?limit=0                              | 422    | validation_failed       |
      | GET     | /api/v1/genres?cursor=garbage                       | 422    | invalid_cursor          |
      | TRACE   | /api/v1/genres                                      | 405    | method_not_allowed      |
      | GET     | /api/v1/watchlist                                   | 401    | authentication_required |
      | GET     | /api/v1/titles?q=%00                                | 422    | validation_failed       |
      | GET     | /%FF%00                                             | 404    | route_not_found         |
      | GET     | /api/v1/titles?q=%FF                                | 422    | validation_failed       |

  Scenario: A body beyond the limit is refused before it is read whole
    When a client announces a body of 64 MiB
    Then the status is 413
    And the problem has the code "body_too_large"

  Scenario: A body beyond the limit that is not announced is refused too
    When a client sends a body of 2 MiB in chunks
    Then the status is 413
    And the problem has the code "body_too_large"

  Scenario Outline: Garbage on the wire never breaks the service
    When a client writes <bytes> on the wire
    Then the connection is answered with 4xx or closed
    And the service still answers

    Examples:
      | bytes                                                                             |
      | GET /\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n                                         |
      | GET /nowhere?q=\xff HTTP/1.1\r\nHost: a\r\n\r\n                                   |
      | GET /nowhere HTTP/1.1\r\nHost: [\r\n\r\n                                          |
      | GET /nowhere HTTP/1.1\r\n\r\n                                                     |
      | POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n         |
      | POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n |
      | nonsense\r\n\r\n                                                                  |

  Scenario: A client is told how much it may still ask
    When a client asks for GET /api/v1/genres
    Then the answer tells how many more requests are answered until when
