#pragma once

#include <gtest/gtest.h>
#include <weir/spec.h>

namespace weir {

/// A stage's page has a summary that is a sentence, details, a help for each setting, and defaults that can be
/// written into a YAML file as they stand.
inline void expect_a_manual_page(const StageSpec& spec, Role role) {
  SCOPED_TRACE(spec.name);
  EXPECT_EQ(spec.role, role);
  EXPECT_FALSE(spec.name.empty());
  EXPECT_TRUE(spec.summary.ends_with('.') || spec.summary.ends_with("…"));
  EXPECT_FALSE(spec.details.empty());
  const std::shared_ptr<void> settings = spec.make_settings();
  for (const Field& field : spec.fields) {
    SCOPED_TRACE(field.name);
    EXPECT_TRUE(field.help.ends_with('.'));
    if (field.required || field.is_list) continue;
    const Problem problem = field.set(settings.get(), SettingText{{field.default_text}, false, "/"});
    EXPECT_EQ(problem.value_or(""), "");
  }
}

}  // namespace weir
