#include "nrm/hsds/profile.hpp"

namespace nrm::hsds {

std::string_view profile_schema() {
  return R"json({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:opennrm:hsds:nrm-profile",
  "title": "NRM profile of HSDS 3.0: a service",
  "description": "Holds for each service beside the schema of HSDS 3.0. place-withheld: nothing tells where it is.",
  "type": "object",
  "required": [
    "id",
    "name",
    "status",
    "organization",
    "last_modified",
    "attributes"
  ],
  "properties": {
    "attributes": {
      "type": "array",
      "contains": {
        "$ref": "#/$defs/kind"
      },
      "minContains": 1
    },
    "contacts": false,
    "metadata": false,
    "organization": {
      "type": "object",
      "properties": {
        "contacts": false,
        "metadata": false
      }
    }
  },
  "if": {
    "properties": {
      "attributes": {
        "contains": {
          "$ref": "#/$defs/place-withheld"
        }
      }
    }
  },
  "then": {
    "properties": {
      "alternate_name": false,
      "description": false,
      "url": false,
      "email": false,
      "alert": false,
      "wait_time": false,
      "fees": false,
      "fees_description": false,
      "interpretation_services": false,
      "accreditations": false,
      "licenses": false,
      "phones": false,
      "schedules": false,
      "service_areas": false,
      "service_at_locations": false,
      "cost_options": false,
      "required_documents": false,
      "funding": false,
      "program": false,
      "attributes": {
        "contains": {
          "$ref": "#/$defs/referral-only"
        }
      },
      "languages": {
        "items": {
          "properties": {
            "name": false,
            "note": false
          }
        }
      },
      "organization": {
        "properties": {
          "alternate_name": false,
          "email": false,
          "website": false,
          "logo": false,
          "uri": false,
          "legal_status": false,
          "locations": false,
          "programs": false
        }
      }
    }
  },
  "$defs": {
    "kind": {
      "properties": {
        "taxonomy_term": {
          "type": "object",
          "required": [
            "taxonomy",
            "code"
          ],
          "properties": {
            "taxonomy": {
              "const": "urn:opennrm:hsds:service-kinds"
            }
          }
        }
      },
      "required": [
        "taxonomy_term"
      ]
    },
    "referral-only": {
      "properties": {
        "taxonomy_term": {
          "type": "object",
          "properties": {
            "taxonomy": {
              "const": "urn:opennrm:hsds:nrm-profile"
            },
            "code": {
              "const": "referral-only"
            }
          },
          "required": [
            "taxonomy",
            "code"
          ]
        }
      },
      "required": [
        "taxonomy_term"
      ]
    },
    "place-withheld": {
      "properties": {
        "taxonomy_term": {
          "type": "object",
          "properties": {
            "taxonomy": {
              "const": "urn:opennrm:hsds:nrm-profile"
            },
            "code": {
              "const": "place-withheld"
            }
          },
          "required": [
            "taxonomy",
            "code"
          ]
        }
      },
      "required": [
        "taxonomy_term"
      ]
    }
  }
}
)json";
}

}  // namespace nrm::hsds
