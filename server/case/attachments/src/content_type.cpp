#include "nrm/attachments/content_type.hpp"

#include <magic.h>

#include <mutex>
#include <stdexcept>

#include "nrm/attachments/problems.hpp"
#include "nrm/kernel/text.hpp"

namespace nrm::attachments {
namespace {

using namespace std::string_view_literals;

struct ListedType {
  std::string_view type;
  std::vector<std::string_view> found_as;  // what libmagic calls it
  std::vector<std::string_view> extensions;
};

// What people bring: papers, photos, scans, sheets, recordings. None of it is run or shown by a browser of ours.
const std::vector<ListedType>& listed_types() {
  static const std::vector<ListedType> types{
      {"application/pdf", {"application/pdf"}, {"pdf"}},
      {"image/jpeg", {"image/jpeg"}, {"jpg", "jpeg", "jpe"}},
      {"image/png", {"image/png"}, {"png"}},
      {"image/gif", {"image/gif"}, {"gif"}},
      {"image/webp", {"image/webp"}, {"webp"}},
      {"image/tiff", {"image/tiff"}, {"tif", "tiff"}},
      {"image/heic", {"image/heic", "image/heif"}, {"heic", "heif"}},
      {"text/plain", {"text/plain", "text/csv", "application/json", "message/rfc822"}, {"txt", "text", "csv", "eml"}},
      {"application/rtf", {"text/rtf", "application/rtf"}, {"rtf"}},
      {"application/vnd.oasis.opendocument.text", {"application/vnd.oasis.opendocument.text"}, {"odt"}},
      {"application/vnd.oasis.opendocument.spreadsheet", {"application/vnd.oasis.opendocument.spreadsheet"}, {"ods"}},
      {"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
       {"application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
       {"docx"}},
      {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
       {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
       {"xlsx"}},
      {"application/vnd.openxmlformats-officedocument.presentationml.presentation",
       {"application/vnd.openxmlformats-officedocument.presentationml.presentation"},
       {"pptx"}},
      {"audio/mpeg", {"audio/mpeg"}, {"mp3"}},
      {"audio/mp4", {"audio/mp4", "audio/x-m4a"}, {"m4a"}},
      {"audio/ogg", {"audio/ogg", "video/ogg", "application/ogg"}, {"ogg", "oga", "opus"}},
      {"audio/wav", {"audio/x-wav", "audio/wav"}, {"wav"}},
      {"audio/amr", {"audio/AMR"}, {"amr"}},
      {"video/mp4", {"video/mp4", "video/x-m4v"}, {"mp4", "m4v"}},
      {"video/quicktime", {"video/quicktime"}, {"mov"}},
      {"video/3gpp", {"video/3gpp"}, {"3gp"}},
      {"video/webm", {"video/webm"}, {"webm"}},
  };
  return types;
}

constexpr std::array kProgramTypes{
    std::string_view{"application/x-dosexec"},        std::string_view{"application/x-executable"},
    std::string_view{"application/x-pie-executable"}, std::string_view{"application/x-sharedlib"},
    std::string_view{"application/x-mach-binary"},    std::string_view{"application/vnd.microsoft.portable-executable"},
    std::string_view{"application/x-ms-shortcut"},    std::string_view{"application/java-archive"},
    std::string_view{"application/x-java-applet"},    std::string_view{"text/x-shellscript"},
    std::string_view{"text/x-msdos-batch"},           std::string_view{"application/vnd.android.package-archive"}};
constexpr std::array kProgramExtensions{
    std::string_view{"exe"}, std::string_view{"com"},  std::string_view{"scr"},  std::string_view{"bat"},
    std::string_view{"cmd"}, std::string_view{"ps1"},  std::string_view{"vbs"},  std::string_view{"vbe"},
    std::string_view{"js"},  std::string_view{"jse"},  std::string_view{"wsf"},  std::string_view{"hta"},
    std::string_view{"msi"}, std::string_view{"jar"},  std::string_view{"lnk"},  std::string_view{"apk"},
    std::string_view{"dll"}, std::string_view{"sh"},   std::string_view{"pif"},  std::string_view{"cpl"},
    std::string_view{"reg"}, std::string_view{"docm"}, std::string_view{"xlsm"}, std::string_view{"pptm"}};
// libmagic says nothing of a few bytes.
constexpr std::size_t kTooShortToKnow = 16;
// 16,384 by 16,384: the largest phone camera takes 200 million.
constexpr std::uint64_t kMaxPixels = 16'384ULL * 16'384;

template <class List, class T>
bool contains(const List& list, const T& wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

std::string extension_of(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == name.npos) return {};
  std::string out{name.substr(dot + 1)};
  for (auto& letter : out)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return out;
}

const ListedType* listed_as(std::string_view found) {
  for (const auto& type : listed_types())
    if (contains(type.found_as, found)) return &type;
  return nullptr;
}

const ListedType* promised_by(std::string_view extension) {
  for (const auto& type : listed_types())
    if (contains(type.extensions, extension)) return &type;
  return nullptr;
}

// Any text may be called .txt, but for what a browser would run. An office document that libmagic sees only as a zip is
// what it says as far as its first bytes tell; it is kept as plain bytes.
bool keeps_promise(const ListedType& promised, std::string_view found, std::string_view start) {
  if (contains(promised.found_as, found)) return true;
  const bool few_letters = found == kPlainBytes && start.size() < kTooShortToKnow && is_valid_utf8(start);
  if (promised.type == "text/plain")
    return few_letters || (found.starts_with("text/") && found != "text/html" && found != "text/xml");
  return promised.type.starts_with("application/vnd.") && found == "application/zip";
}

}  // namespace

struct TypeFinder::Magic {
  std::mutex mutex;
  magic_t cookie = nullptr;

  // No unpacking, no walking of compound documents: first bytes only.
  Magic()
      : cookie{magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF | MAGIC_NO_CHECK_CDF |
                          MAGIC_NO_CHECK_TOKENS | MAGIC_NO_CHECK_TAR)} {
    if (cookie == nullptr || magic_load(cookie, nullptr) != 0)
      throw std::runtime_error{"the database of file types cannot be read; install the package libmagic-mgc"};
  }
  Magic(const Magic&) = delete;
  Magic& operator=(const Magic&) = delete;
  ~Magic() { magic_close(cookie); }
  std::string name_of(std::string_view start) {
    const std::lock_guard lock{mutex};
    const char* found = magic_buffer(cookie, start.data(), start.size());
    // libmagic finds a PDF behind other text, which then is the first thing that a reader of another kind sees.
    if (found == "application/pdf"sv && !start.starts_with("%PDF-")) return std::string{kPlainBytes};
    return found == nullptr ? std::string{kPlainBytes} : std::string{found};
  }
};

TypeFinder::TypeFinder() : magic_{std::make_unique<Magic>()} {}
TypeFinder::~TypeFinder() = default;

Result<std::string> TypeFinder::find(std::string_view start, std::string_view file_name) const {
  const auto found = magic_->name_of(start);
  const auto extension = extension_of(file_name);
  if (contains(kProgramTypes, found) || contains(kProgramExtensions, extension)) return fail(problems::kProgram);
  if (pixels_of(start).value_or(0) > kMaxPixels) return fail(problems::kHugePicture);
  const auto* promised = promised_by(extension);
  if (promised != nullptr && !keeps_promise(*promised, found, start)) return fail(problems::kOtherType);
  const auto* type = listed_as(found);
  if (type == nullptr && promised != nullptr && promised->type == "text/plain") type = promised;
  return std::string{type == nullptr ? kPlainBytes : type->type};
}

}  // namespace nrm::attachments
