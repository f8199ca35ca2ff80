// What a member notices: files go in and come out byte for byte, for those who may, and nothing half done is seen.
#include "attachments_world.hpp"
#include "nrm/casefile/erasure.hpp"
#include "nrm/casefile/joint_team.hpp"
#include "nrm/casefile/life.hpp"
#include "nrm/casefile/openings.hpp"
#include "nrm/casefile/rekey.hpp"
#include "nrm/casefile/restriction.hpp"

namespace nrm::attachments::testing {
namespace {

NRM_ON_EACH_DATABASE(AttachmentsTest);

TEST_P(AttachmentsTest, AFileComesBackByteForByteWhateverItsLength) {
  for (const std::size_t size :
       {std::size_t{1}, kPieceBytes - 1, kPieceBytes, kPieceBytes + 1, 3 * kPieceBytes, 5 * kPieceBytes + 17}) {
    const auto content = bytes(size);
    const auto id = kept("паспорт.txt", content);
    EXPECT_TRUE(read(id) == content) << size;
  }
  EXPECT_NE(listed().find(R"("name":"паспорт.txt","description":"her passport","type":"text/plain","size":65537)"),
            std::string::npos)
      << listed();
}

TEST_P(AttachmentsTest, ADownloadIsPlainBytesToBeSavedUnderItsName) {
  const auto answer = open(kept("Справка \\\"1\\\".html", "<html><script>alert(1)</script></html>"));
  ASSERT_TRUE(answer.has_value()) << refused(answer);
  EXPECT_EQ(answer->content_type, "application/octet-stream");
  EXPECT_EQ(answer->headers.at("Content-Disposition"),
            "attachment; filename=\"_________1_.html\"; "
            "filename*=UTF-8''%D0%A1%D0%BF%D1%80%D0%B0%D0%B2%D0%BA%D0%B0%20%221%22.html");
}

TEST_P(AttachmentsTest, NothingIsSeenBeforeTheWholeContentHasCome) {
  const auto id = begun("a.txt");
  EXPECT_EQ(listed(), R"({"items":[]})");
  EXPECT_EQ(read(id), "kernel.not-found");
  auto upload = Upload::open(desk(), world.session(*who), her_case, *AttachmentId::parse(id));
  ASSERT_TRUE(upload.has_value());
  ASSERT_TRUE((*upload)->take(bytes(kPieceBytes)).has_value());
  ASSERT_TRUE((*upload)->take(bytes(kPieceBytes)).has_value());
  EXPECT_GT(count("attachment_piece"), 0);
  EXPECT_EQ(listed(), R"({"items":[]})");
  EXPECT_EQ(read(id), "kernel.not-found");
  (*upload)->abandon();
  EXPECT_EQ(count("attachment_piece"), 0);
}

TEST_P(AttachmentsTest, ACutUploadIsSentAgainAndOneThatIsKeptIsNot) {
  const auto id = begun("a.txt");
  {
    auto cut = Upload::open(desk(), world.session(*who), her_case, *AttachmentId::parse(id));
    ASSERT_TRUE((*cut)->take(bytes(kPieceBytes, 7)).has_value());
    ASSERT_TRUE((*cut)->take(bytes(kPieceBytes, 8)).has_value());
  }
  const auto content = bytes(100'000);
  EXPECT_EQ(refused(send(id, content)), "answered");
  EXPECT_TRUE(read(id) == content);
  EXPECT_EQ(refused(send(id, content)), "attachments.complete");
  EXPECT_EQ(count("attachment_piece"), 2);
}

TEST_P(AttachmentsTest, OfTwoUploadsAtOnceOnlyAWholeOneIsKept) {
  const auto id = begun("a.txt");
  const auto attachment = *AttachmentId::parse(id);
  auto first = Upload::open(desk(), world.session(*who), her_case, attachment);
  ASSERT_TRUE((*first)->take(bytes(kPieceBytes, 1)).has_value());
  ASSERT_TRUE((*first)->take(bytes(kPieceBytes, 2)).has_value());
  auto second = Upload::open(desk(), world.session(*who), her_case, attachment);
  ASSERT_TRUE((*second)->take(bytes(1'000, 3)).has_value());
  EXPECT_EQ(refused((*first)->finish()), "kernel.conflict");
  EXPECT_EQ(refused((*second)->finish()), "answered");
  EXPECT_TRUE(read(id) == bytes(1'000, 3));
}

TEST_P(AttachmentsTest, WhatIsNeverFinishedGoesAfterTwoHours) {
  const auto id = begun("a.txt");
  auto cut = Upload::open(desk(), world.session(*who), her_case, *AttachmentId::parse(id));
  ASSERT_TRUE((*cut)->take(bytes(kPieceBytes)).has_value());
  ASSERT_TRUE((*cut)->take(bytes(10)).has_value());
  const auto values = count("sealed_value");
  world.clock.advance(std::chrono::minutes{119});
  run_jobs();
  EXPECT_EQ(count("attachment"), 1);
  world.clock.advance(std::chrono::minutes{2});
  run_jobs();
  run_jobs();
  EXPECT_EQ(count("attachment"), 0);
  EXPECT_EQ(count("attachment_piece"), 0);
  EXPECT_EQ(count("sealed_value"), values - 1);
  EXPECT_EQ(refused((*cut)->finish()), "kernel.not-found");
}

TEST_P(AttachmentsTest, WhatIsKeptStays) {
  const auto content = bytes(70'000);
  const auto id = kept("a.txt", content);
  world.clock.advance(std::chrono::hours{24});
  run_jobs();
  EXPECT_TRUE(read(id) == content);
}

TEST_P(AttachmentsTest, ARemovedFileIsGoneWithItsKeyAndItsPieces) {
  const auto id = kept("a.txt", bytes(200'000));
  EXPECT_EQ(refused(call(http::Method::post, "/removal", R"({"reason":"x"})", id)), "kernel.invalid /reason=too-short");
  EXPECT_EQ(refused(call(http::Method::post, "/removal", R"({"reason":"sent by mistake"})", id)), "answered");
  EXPECT_EQ(read(id), "kernel.not-found");
  EXPECT_EQ(listed(), R"({"items":[]})");
  EXPECT_TRUE(rows("SELECT field FROM sealed_value WHERE field LIKE 'attachment%'").empty());
  run_jobs();
  EXPECT_EQ(count("attachment_piece"), 0);
  EXPECT_EQ(refused(call(http::Method::post, "/removal", R"({"reason":"sent by mistake"})", id)), "kernel.not-found");
}

TEST_P(AttachmentsTest, WhatAHoldKeepsIsNotRemoved) {
  const auto id = kept("a.txt", bytes(10));
  held = true;
  EXPECT_EQ(refused(call(http::Method::post, "/removal", R"({"reason":"sent by mistake"})", id)), "attachments.held");
  EXPECT_TRUE(read(id) == bytes(10));
}

TEST_P(AttachmentsTest, AnErasedCaseLeavesNoFile) {
  const auto id = kept("a.txt", bytes(200'000));
  begun("b.txt");
  const auto session = world.session(*who);
  ASSERT_TRUE(world.journal()
                  .act<void>(session.header("case.write", "", {her_case, session.organisation, her_case.text()}),
                             [&](log::Act& act) -> Result<void> {
                               act.react(casefile::kCaseErased, her_case.text());
                               return {};
                             })
                  .has_value());
  EXPECT_EQ(count("attachment"), 0);
  run_jobs();
  EXPECT_EQ(count("attachment_piece"), 0);
  EXPECT_EQ(read(id), "kernel.not-found");
}

TEST_P(AttachmentsTest, AnErasedClassTakesTheFilesOfThatTimeAndLeavesTheCase) {
  const auto id = kept("a.txt", bytes(200'000));
  const auto then = world.clock.now();
  world.clock.advance(std::chrono::hours{1});
  const auto later = kept("b.txt", bytes(10));
  const auto session = world.session(*who);
  ASSERT_TRUE(world.journal()
                  .act<void>(session.header("case.erase", "", {her_case, session.organisation, her_case.text()}),
                             [&](log::Act& act) -> Result<void> {
                               casefile::forget_class(act, her_case, "attachment", casefile::Extent::all, then);
                               return {};
                             })
                  .has_value());
  run_jobs();
  EXPECT_EQ(read(id), "kernel.not-found");
  EXPECT_EQ(count("attachment_piece WHERE attachment_id = '" + id + "'"), 0);
  EXPECT_TRUE(rows("SELECT field FROM sealed_value WHERE field LIKE '%" + id + "%'").empty());
  EXPECT_TRUE(read(later) == bytes(10));
}

TEST_P(AttachmentsTest, AnotherTeamAndAnotherRoleFindNothing) {
  const auto id = kept("a.txt", bytes(10));
  const auto nothing = AttachmentId::random(world.random).text();
  who = &world.provider;
  for (const auto& target : {id, nothing}) {
    EXPECT_EQ(read(target), "kernel.not-found");
    EXPECT_EQ(refused(call(http::Method::get, "", "", target)), "kernel.not-found");
    EXPECT_EQ(refused(send(target, "x")), "kernel.not-found");
    EXPECT_EQ(refused(call(http::Method::post, "/removal", R"({"reason":"no reason"})", target)), "kernel.not-found");
  }
  EXPECT_EQ(refused(call(http::Method::get, "")), "kernel.not-found");
  EXPECT_EQ(refused(try_begin("a.txt")), "kernel.not-found");
  who = &world.administrator;
  EXPECT_EQ(read(id), "kernel.not-found");
}

TEST_P(AttachmentsTest, ACompartmentThatTheRoleDoesNotHoldIsNotItsFiles) {
  who = &world.shelter_manager;
  her_case = new_case();
  const auto hidden = kept("court.txt", bytes(10), "justice"), seen = kept("letter.txt", bytes(10), "casework");
  who = &world.provider;
  EXPECT_EQ(listed().find("court.txt"), std::string::npos);
  EXPECT_NE(listed().find("letter.txt"), std::string::npos);
  EXPECT_EQ(read(hidden), "kernel.not-found");
  EXPECT_EQ(read(seen), bytes(10));
  EXPECT_EQ(refused(call(http::Method::post, "/removal", R"({"reason":"not mine"})", hidden)), "kernel.not-found");
  EXPECT_EQ(refused(try_begin("a.txt", "justice")), "kernel.invalid /compartment=not-yours");
}

TEST_P(AttachmentsTest, AJointTeamReadsTheFilesOfItsCompartmentsWhileItHoldsTheCase) {
  who = &world.border_manager;
  her_case = new_case();
  const auto shared = kept("shared.txt", bytes(2 * kPieceBytes), "casework"),
             hidden = kept("hidden.txt", bytes(10), "health");
  const casefile::NewJointTeam joining{world.shelter.team,
                                       {Compartment::casework},
                                       BasisId::random(world.random),
                                       world.clock.now() + std::chrono::hours{1}};
  in_case([&](log::Act& act, const access::Permit& permit) {
    EXPECT_TRUE(casefile::add_joint_team(act, permit, her_case, joining).has_value());
  });
  who = &world.provider;
  EXPECT_EQ(read(shared), bytes(2 * kPieceBytes));
  EXPECT_EQ(read(hidden), "kernel.not-found");
  EXPECT_NE(listed().find("shared.txt"), std::string::npos);
  EXPECT_EQ(listed().find(hidden), std::string::npos);
  const auto started = open(shared);
  ASSERT_TRUE(started->source->next().has_value());
  world.clock.advance(std::chrono::minutes{61});
  EXPECT_EQ(refused(started->source->next()), "kernel.not-found");
  EXPECT_EQ(read(shared), "kernel.not-found");
}

TEST_P(AttachmentsTest, ARestrictedCaseKeepsItsFilesFromColleaguesWhoAreNotNamed) {
  who = &world.border_manager;
  her_case = new_case();
  const auto id = kept("a.txt", bytes(2 * kPieceBytes), "casework");
  who = &world.officer;
  const auto started = open(id);
  ASSERT_TRUE(started->source->next().has_value());
  who = &world.border_manager;
  in_case([&](log::Act& act, const access::Permit& permit) {
    EXPECT_TRUE(casefile::restrict_case(act, permit, her_case, {}).has_value());
  });
  EXPECT_EQ(read(id), bytes(2 * kPieceBytes));
  who = &world.officer;
  EXPECT_EQ(refused(started->source->next()), "kernel.not-found");
  EXPECT_EQ(read(id), "casefile.restricted");
  EXPECT_EQ(listed(), "casefile.restricted");
  EXPECT_EQ(refused(try_begin("b.txt", "casework")), "casefile.restricted");
  EXPECT_EQ(refused(call(http::Method::post, "/removal", R"({"reason":"curious"})", id)), "casefile.restricted");
}

TEST_P(AttachmentsTest, OpenedFilesCountAsOpeningsOfTheirCase) {
  const auto id = kept("a.txt", bytes(10));
  ASSERT_EQ(read(id), bytes(10));
  EXPECT_EQ(rows("SELECT object FROM opened_object").at(0).text("object"), her_case.text());
  for (int i = 1; i < casefile::kOpeningsAnHour; ++i)
    sql("INSERT INTO opened_object (member, object, opened_at) SELECT member, $object, opened_at FROM opened_object "
        "WHERE object = $case",
        {{"object", CaseId::random(world.random)}, {"case", her_case}});
  EXPECT_EQ(read(id), bytes(10));
  const auto other = new_case();
  EXPECT_EQ(read(kept("b.txt", bytes(10), "identity", other.text()), other.text()), "casefile.opening-cap");
}

TEST_P(AttachmentsTest, NewKeysOfTheCaseReachItsFilesToo) {
  who = &world.border_manager;
  her_case = new_case();
  const auto id = kept("a.txt", bytes(70'000), "casework");
  const auto version_of = [&] {
    return rows("SELECT MIN(key_version) AS v FROM sealed_value WHERE field = $field",
                {{"field", "attachment-key:" + id}})
        .at(0)
        .integer("v");
  };
  ASSERT_EQ(version_of(), 1);
  const auto pieces = rows("SELECT hash FROM attachment_piece ORDER BY position");
  in_case([&](log::Act& act, const access::Permit& permit) {
    const auto done = casefile::rekey_case(act, permit, her_case);
    ASSERT_TRUE(done.has_value()) << refused(done);
    EXPECT_FALSE(done->more);
  });
  EXPECT_EQ(version_of(), 2);
  EXPECT_EQ(rows("SELECT hash FROM attachment_piece ORDER BY position").size(), pieces.size());
  EXPECT_TRUE(read(id) == bytes(70'000));
}

TEST_P(AttachmentsTest, AClosedCaseKeepsItsFilesAndTakesNoOthers) {
  const auto id = kept("a.txt", bytes(10)), late = begun("late.txt");
  in_case([&](log::Act& act, const access::Permit& permit) {
    EXPECT_TRUE(casefile::close_case(act, permit, her_case, {"help-completed", ""}, "").has_value());
  });
  EXPECT_EQ(read(id), bytes(10));
  EXPECT_EQ(refused(try_begin("b.txt")), "casefile.closed");
  EXPECT_EQ(refused(send(late, bytes(10))), "casefile.closed");
  EXPECT_EQ(refused(call(http::Method::post, "/removal", R"({"reason":"no need"})", id)), "casefile.closed");
}

TEST_P(AttachmentsTest, AFileOfAnotherCaseIsNotFoundUnderThisOne) {
  const auto other = new_case();
  const auto id = kept("a.txt", bytes(10), "identity", other.text());
  EXPECT_EQ(read(id), "kernel.not-found");
  EXPECT_EQ(read(id, other.text()), bytes(10));
}

TEST_P(AttachmentsTest, OpeningNamesPurposeAndReasonAndLeavesALeafBeforeAnyByte) {
  const auto id = kept("a.txt", bytes(10));
  EXPECT_EQ(refused(open(id, "", R"({"purpose":"identify","reason":"no"})")), "kernel.invalid /reason=too-short");
  EXPECT_EQ(refused(open(id, "", R"({"purpose":"gossip","reason":"curious"})")), "kernel.invalid /purpose=not-in-list");
  const auto before = count("log_leaf");
  ASSERT_TRUE(open(id).has_value());
  EXPECT_GT(count("log_leaf"), before);
}

TEST_P(AttachmentsTest, ReadingStopsWhereTheRightEndsInTheMiddle) {
  const auto id = kept("a.txt", bytes(3 * kPieceBytes));
  const auto answer = open(id);
  ASSERT_TRUE(answer.has_value());
  ASSERT_TRUE(answer->source->next().has_value());
  sql("DELETE FROM session");
  EXPECT_EQ(refused(answer->source->next()), "kernel.not-found");
  const auto again = open(id);
  ASSERT_TRUE(again->source->next().has_value());
  ASSERT_EQ(refused(call(http::Method::post, "/removal", R"({"reason":"sent by mistake"})", id)), "answered");
  EXPECT_EQ(refused(again->source->next()), "kernel.not-found");
}

TEST_P(AttachmentsTest, V5_2_4_LimitsOfMemberAndCaseAreKept) {
  for (int i = 0; i < kMaxBegunAnHour; ++i) begun("a.txt");
  EXPECT_EQ(refused(try_begin("a.txt")), "kernel.too-many");
  world.clock.advance(std::chrono::minutes{61});
  const auto id = begun("a.txt");
  sql("UPDATE attachment SET state = 'kept', pieces = 819 WHERE id <> $id", {{"id", id}});
  EXPECT_EQ(refused(send(id, bytes(5 * kPieceBytes))), "attachments.case-full");
  EXPECT_EQ(refused(send(id, bytes(4 * kPieceBytes))), "answered");
  for (int i = 0; i < kMaxFilesOfCase; ++i)
    sql("INSERT INTO attachment (id, case_id, compartment, state, pieces, scan, begun_at, begun_by) SELECT $id, "
        "case_id, "
        "compartment, 'kept', 1, scan, 0, begun_by FROM attachment WHERE id = $like",
        {{"id", AttachmentId::random(world.random)}, {"like", id}});
  EXPECT_EQ(refused(try_begin("a.txt")), "attachments.case-full");
}

TEST_P(AttachmentsTest, EmptyAndEndlessContentsAreRefused) {
  const auto id = begun("a.txt");
  EXPECT_EQ(refused(send(id, "")), "attachments.empty");
  auto upload = Upload::open(desk(), world.session(*who), her_case, *AttachmentId::parse(id));
  Result<void> taken;
  const auto piece = bytes(kPieceBytes);
  for (std::uint64_t sent = 0; taken && sent <= kMaxFileBytes; sent += kPieceBytes) taken = (*upload)->take(piece);
  EXPECT_EQ(refused(taken), "attachments.too-large");
  (*upload)->abandon();
  EXPECT_EQ(count("attachment_piece"), 0);
}

TEST_P(AttachmentsTest, NamesThatAreNoNamesAreRefused) {
  for (const auto* name : {"../etc/passwd", "a\\\\b", "C:evil.txt", "..", ".", "a\\u0000b", "a\\nb", "\\u202egpj.exe",
                           " ", "a\\u2028b", "a\\r\\nSet-Cookie: x"}) {
    const auto answer = refused(try_begin(name));
    EXPECT_TRUE(answer.starts_with("kernel.invalid /name=") || answer.starts_with("http.malformed-json")) << answer;
  }
  EXPECT_EQ(refused(try_begin(std::string(201, 'a'))).substr(0, 20), "kernel.invalid /name");
  EXPECT_EQ(refused(try_begin("Оригинал (копия) №2 – «паспорт» 中文.pdf")), "answered");
}

TEST_P(AttachmentsTest, ContentsThatLieOrRunAreRefusedBeforeTheyAreStored) {
  const auto refusal = [&](const std::string& name, const std::string& content) {
    return refused(send(begun(name), content));
  };
  EXPECT_EQ(refusal("photo.jpg", "<html><body>hello</body></html>"), "attachments.other-type");
  EXPECT_EQ(refusal("paper.pdf", std::string{"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0", 16} + bytes(600)),
            "attachments.program");
  EXPECT_EQ(refusal("run.sh", "#!/bin/sh\nrm -rf /\n"), "attachments.program");
  EXPECT_EQ(refusal("macro.docm", bytes(100)), "attachments.program");
  EXPECT_EQ(count("attachment_piece"), 0);
}

}  // namespace
}  // namespace nrm::attachments::testing
