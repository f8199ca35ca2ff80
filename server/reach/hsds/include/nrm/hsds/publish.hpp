// The public directory: confirmed bodies and what they offer, as HSDS 3.0 documents. No place of a confidential service
// is in it, no person, and nothing that nobody has confirmed.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "nrm/hsds/rules.hpp"
#include "nrm/i18n/catalogue.hpp"
#include "nrm/kernel/time.hpp"
#include "nrm/pathway/pack.hpp"
#include "nrm/storage/database.hpp"

namespace nrm::hsds {

// One object, ready to be sent in each depth that the standard's interface offers.
struct Published {
  std::string id;
  std::string summary;  // JSON, as in a list
  std::string full;     // JSON, with everything inside
  std::string minimal;  // JSON: identifier, name, status and time of change
  std::string folded;   // what a search looks in
  std::string organisation;
  std::set<std::string> terms;      // identifiers of the terms it bears
  std::set<std::string> postcodes;  // folded
  UtcTime modified;
  std::string parent;  // of a term
  std::string taxonomy;
};

struct Edition {
  std::vector<Published> services, organisations, at_locations, taxonomies, terms;
  std::map<std::string, std::string> with_services;  // by organisation: its document with whole services inside
  UtcTime made_at;
};

// Everything at one moment, in one language.
Edition publish(storage::Reader& reader, const pathway::Pack& pack, const Rules& rules,
                const i18n::Catalogue& catalogue, const std::string& language, UtcTime now);

// Keeps an edition of each language for a moment, so that whoever reads the whole directory again and again costs those
// at work nothing. Thread-safe.
class Press {
 public:
  using Make = std::function<Edition(const std::string& language)>;
  // How long after a change the old edition may still be handed out.
  static constexpr std::chrono::seconds kFresh{10};
  // The clock outlives the press.
  Press(Make make, const Clock& clock) : make_{std::move(make)}, clock_{clock} {}
  // While one thread makes a new edition, the others are handed the old one.
  std::shared_ptr<const Edition> edition(const std::string& language);

 private:
  struct Kept {
    std::shared_ptr<const Edition> edition;
    std::chrono::microseconds since{};
    bool being_made = false;
  };

  Make make_;
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable made_;
  std::map<std::string, Kept> kept_;
};

}  // namespace nrm::hsds
