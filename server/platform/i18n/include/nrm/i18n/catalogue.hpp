// The catalogues: ICU MessageFormat in JSON, one file a language and module, shared by server and web.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace nrm::i18n {

using Params = std::map<std::string, std::string>;

// Immutable; thread-safe.
class Catalogue {
 public:
  // Reads <root>/<language>/*.json and <root>/languages.toml; throws std::runtime_error with file and key of a fault:
  // a key that a complete language lacks, a message that does not parse, a parameter another language does not have.
  static Catalogue load(const std::filesystem::path& root);
  Catalogue(Catalogue&&) noexcept;
  ~Catalogue();
  const std::vector<std::string>& languages() const;           // all
  const std::vector<std::string>& complete_languages() const;  // shown to users
  // English where the language lacks the key (only for incomplete ones); the key itself where nobody has it.
  std::string text(std::string_view language, std::string_view key, const Params& params = {}) const;
  bool has(std::string_view key) const;

 private:
  struct Impl;
  explicit Catalogue(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace nrm::i18n
