// What a member asks for, in which share; each worker on cases of its own, so that no write meets another's version.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "tls_client.hpp"

namespace nrm::bench {

enum class Kind {
  get,       // a plain path, of whoever serves it
  list,      // the first page of the case list: fifty cards, each opened from its seal
  look,      // a case's page
  open,      // a compartment of a case, opened from its seal
  work,      // what waits
  write,     // a new version of a value, If-Match
  new_case,  // a case
};
bool is_write(Kind kind);

struct Share {
  Kind kind;
  int parts;
};
// "list=45,look=25,open=10,work=10,write=5,new=5". Throws std::runtime_error.
std::vector<Share> parse_mix(const std::string& text);

struct Setting {
  std::vector<std::string> cookies;  // "__Host-nrm=…" of members of one team
  std::vector<std::string> cases;    // few enough that opening them is no alarm
  std::string path = "/";            // of Kind::get
};

// Makes one worker's requests, one after the other.
class Asker {
 public:
  Asker(const Setting& setting, std::vector<Share> mix, unsigned number);
  // The next thing by its share; `ask` sends it.
  Kind next();
  // Throws where the answer is no success.
  void ask(TlsClient& client, Kind kind);

 private:
  std::string get(const std::string& path) const;
  std::string send(const std::string& method, const std::string& path, const std::string& body,
                   const std::string& more = {});
  void open_own_case(TlsClient& client);
  void write_own_case(TlsClient& client);
  const std::string& any_case();

  const Setting& setting_;
  std::vector<Share> mix_;
  unsigned number_;
  std::mt19937_64 random_;
  std::string own_case_;
  std::string own_version_;
};

}  // namespace nrm::bench
