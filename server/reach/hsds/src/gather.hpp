// Documents and tables of any number of files, taken apart into organisations and services.
#pragma once

#include "document.hpp"

namespace nrm::hsds {

struct Record {
  json::object members;  // without what is a record of its own
  // Said in full by a document of its own or a table: what it does not say is not so. Otherwise it came along in a list
  // or inside another document, and says only what it says.
  bool whole = false;
  std::string organisation;  // of a service; empty where nothing names it
  Place place;
};

struct Gathered {
  std::map<std::string, Record> organisations, services;  // by identifier
  std::map<std::string, std::size_t> objects;             // read, by type, each identifier once
};

// The order of the files does not matter where they agree; where they do not, whole records go before others and then
// earlier names before later ones.
Gathered gather(const Standard& standard, const std::vector<SourceFile>& files, Findings& findings);

}  // namespace nrm::hsds
