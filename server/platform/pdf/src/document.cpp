#include "nrm/pdf/document.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <array>
#include <memory>
#include <stdexcept>

#ifdef NRM_LEAKS_ARE_SOUGHT
// Fontconfig keeps one pattern for the life of the process and does not give it back at its end.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig.so\n";
}
#endif

namespace nrm::pdf {
namespace {

// A4 in points, with margins that every printer keeps free.
constexpr double kWidth = 595.28;
constexpr double kHeight = 841.89;
constexpr double kMargin = 62;
constexpr double kPointsPerInch = 72;
// The body's 11.5 points become 8 at the last: the smallest that is still read on paper without effort.
constexpr std::array kScales{1.0, 0.9, 0.8, 0.7};

constexpr const char* kText = "Noto Sans, Noto Sans Arabic, DejaVu Sans, Droid Sans Fallback, sans-serif";
constexpr const char* kFixed = "DejaVu Sans Mono, Noto Sans Mono, monospace";

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
struct FreeFont {
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};
struct EndSurface {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct EndDrawing {
  void operator()(cairo_t* drawing) const { cairo_destroy(drawing); }
};
struct EndOptions {
  void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
};
using FontMap = std::unique_ptr<PangoFontMap, Unref>;
using Context = std::unique_ptr<PangoContext, Unref>;
using Layout = std::unique_ptr<PangoLayout, Unref>;
using Font = std::unique_ptr<PangoFontDescription, FreeFont>;
using Surface = std::unique_ptr<cairo_surface_t, EndSurface>;
using Drawing = std::unique_ptr<cairo_t, EndDrawing>;
using Options = std::unique_ptr<cairo_font_options_t, EndOptions>;

struct Look {
  const char* family;
  double points;
  PangoWeight weight;
  double space_before;
  double space_after;
};

Look look_of(Style style) {
  switch (style) {
    case Style::heading:
      return {kText, 17, PANGO_WEIGHT_BOLD, 14, 14};
    case Style::body:
      return {kText, 11.5, PANGO_WEIGHT_NORMAL, 0, 9};
    case Style::strong:
      return {kText, 12.5, PANGO_WEIGHT_BOLD, 0, 9};
    case Style::small:
      return {kText, 9.5, PANGO_WEIGHT_NORMAL, 0, 7};
    case Style::code:
      return {kFixed, 15, PANGO_WEIGHT_BOLD, 4, 12};
  }
  throw std::logic_error{"a style of a paragraph without a look"};
}

cairo_status_t take(void* closure, const unsigned char* data, unsigned int length) {
  auto& into = *static_cast<Bytes*>(closure);
  into.insert(into.end(), data, data + length);
  return CAIRO_STATUS_SUCCESS;
}

void check(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS) throw std::runtime_error{cairo_status_to_string(status)};
}

class Writer {
 public:
  explicit Writer(const Document& document)
      : fonts_{pango_cairo_font_map_new()},
        surface_{cairo_pdf_surface_create_for_stream(take, &bytes_, kWidth, kHeight)},
        drawing_{cairo_create(surface_.get())} {
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts_.get()), kPointsPerInch);
    describe(document);
  }

  tl::expected<void, Fault> add(const Page& page) {
    const Context context = context_for(page);
    for (const double scale : kScales) {
      const auto lines = set(page, context.get(), scale);
      if (height_of(page, lines, scale) > kHeight - 2 * kMargin) continue;
      for (const auto& line : lines)
        if (pango_layout_get_unknown_glyphs_count(line.get()) > 0) return tl::unexpected{Fault::no_font};
      draw(page, lines, scale);
      return {};
    }
    return tl::unexpected{Fault::too_long};
  }

  Bytes finish() {
    drawing_.reset();
    cairo_surface_finish(surface_.get());
    check(cairo_surface_status(surface_.get()));
    return std::move(bytes_);
  }

 private:
  void describe(const Document& document) {
    const auto at = to_iso(document.date) + "T00:00:00Z";
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, document.title.c_str());
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE, at.c_str());
    check(cairo_surface_status(surface_.get()));
  }

  Context context_for(const Page& page) const {
    Context context{pango_font_map_create_context(fonts_.get())};
    pango_context_set_language(context.get(), pango_language_from_string(page.language.c_str()));
    pango_context_set_base_dir(context.get(), page.right_to_left ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    // A printer has no pixels to fit letters to.
    const Options options{cairo_font_options_create()};
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context.get(), options.get());
    return context;
  }

  static std::vector<Layout> set(const Page& page, PangoContext* context, double scale) {
    std::vector<Layout> out;
    for (const auto& paragraph : page.paragraphs) {
      const auto look = look_of(paragraph.style);
      const Font font{pango_font_description_new()};
      pango_font_description_set_family_static(font.get(), look.family);
      pango_font_description_set_weight(font.get(), look.weight);
      pango_font_description_set_size(font.get(), static_cast<int>(look.points * scale * PANGO_SCALE));
      Layout layout{pango_layout_new(context)};
      pango_layout_set_font_description(layout.get(), font.get());
      pango_layout_set_width(layout.get(), static_cast<int>((kWidth - 2 * kMargin) * PANGO_SCALE));
      pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
      pango_layout_set_line_spacing(layout.get(), 1.2F);
      // The page's direction, not that of the paragraph's first letter.
      pango_layout_set_auto_dir(layout.get(), FALSE);
      pango_layout_set_alignment(layout.get(), page.right_to_left ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
      pango_layout_set_text(layout.get(), paragraph.text.data(), static_cast<int>(paragraph.text.size()));
      out.push_back(std::move(layout));
    }
    return out;
  }

  static double height_of(PangoLayout* layout) {
    int height = 0;
    pango_layout_get_size(layout, nullptr, &height);
    return static_cast<double>(height) / PANGO_SCALE;
  }

  static double height_of(const Page& page, const std::vector<Layout>& layouts, double scale) {
    double height = 0;
    for (std::size_t i = 0; i < layouts.size(); ++i) {
      const auto look = look_of(page.paragraphs[i].style);
      height += height_of(layouts[i].get()) + (look.space_before + look.space_after) * scale;
    }
    return height;
  }

  void draw(const Page& page, const std::vector<Layout>& layouts, double scale) {
    double top = kMargin;
    for (std::size_t i = 0; i < layouts.size(); ++i) {
      const auto look = look_of(page.paragraphs[i].style);
      top += look.space_before * scale;
      cairo_move_to(drawing_.get(), kMargin, top);
      pango_cairo_show_layout(drawing_.get(), layouts[i].get());
      top += height_of(layouts[i].get()) + look.space_after * scale;
    }
    cairo_show_page(drawing_.get());
    check(cairo_status(drawing_.get()));
  }

  Bytes bytes_;
  FontMap fonts_;
  Surface surface_;
  Drawing drawing_;
};

}  // namespace

tl::expected<Bytes, Fault> write(const Document& document) {
  Writer writer{document};
  for (const auto& page : document.pages)
    if (const auto added = writer.add(page); !added) return tl::unexpected{added.error()};
  return writer.finish();
}

std::string isolated(std::string_view text) {
  return "\u2068" + std::string{text} + "\u2069";
}

std::string isolated_left_to_right(std::string_view text) {
  return "\u2066" + std::string{text} + "\u2069";
}

}  // namespace nrm::pdf
