package org.convoke.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The room's page as people use it, by its words and keys, with a bridge behind it. */
class RoomPageIT {
  private static final Browser.NewContextOptions ENGLISH =
      new Browser.NewContextOptions().setLocale("en-GB");

  @TempDir static Path folder;
  private static Bridge bridge;
  private static Chromium chromium;

  private Tab anna;
  private Tab ben;

  @BeforeAll
  static void start() {
    bridge = Bridge.start(folder.resolve("data"));
    chromium = Chromium.start();
    PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
  }

  @AfterAll
  static void stop() {
    chromium.close();
    bridge.close();
  }

  @BeforeEach
  void open() {
    anna = chromium.open(ENGLISH, true);
    ben = chromium.open(ENGLISH, true);
  }

  @AfterEach
  void shut() {
    List<String> complaints = new ArrayList<>(anna.complaints());
    complaints.addAll(ben.complaints());
    anna.close();
    ben.close();
    assertThat(complaints).isEmpty();
  }

  private static URI link(JsonObject room) {
    return URI.create(room.getString("join_url"));
  }

  private void asHost(JsonObject room) {
    anna.go(room.getString("join_url"));
    anna.page().getByText("I am a host").click();
    anna.page().getByLabel("Host PIN").fill(room.getString("host_pin"));
    anna.page().getByLabel("Your name").fill("Anna");
    anna.page().locator("#join").click();
    anna.button("Host tools").waitFor();
  }

  @Test
  void twoPeopleMeetTalkAndSayGoodbye() {
    JsonObject room = bridge.createRoom("Two people");
    anna.tone(600).join(link(room), "Anna");
    assertThat(anna.page().locator("#alone")).isVisible();
    ben.tone(1100).join(link(room), "Ben");
    anna.awaitText("Ben joined.");
    assertThat(anna.page().locator("#alone")).isHidden();
    assertThat(anna.person("Ben").locator(".how")).hasText("Browser");
    Bridge.await("Anna hears Ben", () -> anna.heard(1100) > -50);
    assertThat(anna.heard(600)).as("herself").isLessThan(-70);
    Bridge.await("Ben hears Anna", () -> ben.heard(600) > -50);

    ben.page().keyboard().press("m");
    assertThat(ben.page().locator("#mute")).hasAttribute("aria-pressed", "true");
    assertThat(anna.person("Ben").locator(".how")).containsText("muted");
    Bridge.await("Ben is silent", () -> anna.heard(1100) < -70);
    ben.page().keyboard().down("Space");
    Bridge.await("Ben is heard while he holds Space", () -> anna.heard(1100) > -50);
    ben.page().keyboard().up("Space");
    Bridge.await("Ben is silent again", () -> anna.heard(1100) < -70);

    ben.button("Raise hand").click();
    anna.awaitText("Ben raises a hand.");
    ben.button("Leave").click();
    assertThat(ben.page().locator("h1:visible")).hasText("You have left");
    anna.awaitText("Ben left.");
  }

  @Test
  void textsReachEveryone() {
    JsonObject room = bridge.createRoom("Texts");
    anna.join(link(room), "Anna");
    ben.join(link(room), "Ben");
    anna.button("Chat").click();
    anna.page().getByLabel("Message").fill("<b>Hello</b> & welcome");
    anna.page().keyboard().press("Enter");
    ben.awaitText("Anna: <b>Hello</b> & welcome");
    assertThat(ben.page().locator("#unread")).hasText("1");
    assertThat(anna.page().locator("#chat-log")).containsText("<b>Hello</b> & welcome");
  }

  @Test
  void aHostMutesLocksRemovesAndEnds() {
    JsonObject room = bridge.createRoom("Host tools");
    asHost(room);
    ben.join(link(room), "Ben");
    anna.button("Manage Ben").click();
    anna.page().locator("#person-mute").click();
    ben.awaitText("A host muted you.");
    assertThat(ben.page().locator("#mute")).hasAttribute("aria-pressed", "true");
    ben.page().keyboard().press("m");
    ben.awaitText("Raise your hand to speak.");
    anna.page().locator("#person-remove").click();
    anna.page().locator("#confirm-yes").click();
    assertThat(ben.page().locator("h1:visible")).hasText("You were removed");

    anna.button("Host tools").click();
    anna.button("Lock the room").click();
    assertThat(anna.button("Unlock the room")).isVisible();
    ben.button("Join again").click();
    ben.page().locator("#join").click();
    assertThat(ben.page().locator("#problem")).containsText("The room is locked.");
    anna.button("Unlock the room").click();
    assertThat(anna.button("Lock the room")).isVisible();
    ben.page().locator("#join").click();
    ben.button("Leave").waitFor();

    anna.button("End for everyone").click();
    anna.page().locator("#confirm-yes").click();
    assertThat(ben.page().locator("h1:visible")).hasText("The meeting has ended");
  }

  @Test
  void whoKnocksWaitsUntilAHostOpens() {
    JsonObject room =
        bridge.createRoom(new JsonObject().put("name", "Knock").put("access", "knock"));
    asHost(room);
    ben.join(link(room), "Ben");
    assertThat(ben.page().locator("h1:visible")).hasText("Please wait to be let in");
    anna.awaitText("1 person waits to be let in");
    anna.button("Admit: Ben").click();
    assertThat(ben.page().locator("body")).hasAttribute("data-view", "room");
    ben.awaitText("You are in the room.");
  }

  @Test
  void aCutConnectionComesBackByItself() {
    JsonObject room = bridge.createRoom("Cut");
    ben.page()
        .addInitScript(
            """
            const sockets = (window.sockets = []);
            window.WebSocket = class extends WebSocket {
              constructor(...all) { super(...all); sockets.push(this); }
            };
            """);
    anna.tone(600).join(link(room), "Anna");
    ben.tone(1100).join(link(room), "Ben");
    Bridge.await("Anna hears Ben", () -> anna.heard(1100) > -50);
    ben.page().evaluate("() => sockets.at(-1).close()");
    ben.awaitText("You are back.");
    Bridge.await("Anna hears Ben again", () -> anna.heard(1100) > -50);
    Bridge.await("Ben hears Anna again", () -> ben.heard(600) > -50);
    assertThat(bridge.participants(room.getString("id"))).hasSize(2);
    assertThat(bridge.events("room=" + room.getString("id") + "&type=participant.left")).isEmpty();
  }

  @Test
  void aListenerNeedsNoMicrophone() {
    JsonObject room = bridge.createRoom("Listeners");
    anna.tone(600).join(link(room), "Anna");
    try (Tab listener = chromium.open(ENGLISH, false)) {
      listener
          .page()
          .addInitScript(
              "navigator.mediaDevices.getUserMedia = () => { throw new Error('asked'); };");
      listener.join(URI.create(link(room) + "/listen"), "Lea");
      Bridge.await("Lea hears Anna", () -> listener.heard(600) > -50);
      assertThat(listener.page().locator("#mute")).isHidden();
      assertThat(anna.page().locator("#listeners-list")).containsText("Lea");
      assertThat(listener.complaints()).isEmpty();
    }
  }

  @Test
  void whatIsInTheWayIsSaidInWords() {
    JsonObject room = bridge.createRoom("In the way");
    refuse("NotAllowedError");
    anna.go(room.getString("join_url"));
    assertThat(anna.page().locator("#problem"))
        .containsText("The browser does not let this page use the microphone.");
    assertThat(anna.button("Ask for the microphone again")).isVisible();
    refuse("NotFoundError");
    anna.page().reload();
    assertThat(anna.page().locator("#problem")).containsText("There is no microphone.");
    refuse("NotReadableError");
    anna.page().reload();
    assertThat(anna.page().locator("#problem")).containsText("in use by another program");
    anna.page().getByLabel("Your name").fill("Anna");
    anna.button("Join without a microphone").click();
    anna.awaitText("You are listening");

    ben.go(room.getString("join_url") + "#token=forged");
    ben.page().getByLabel("Your name").fill("Ben");
    ben.page().locator("#join").click();
    assertThat(ben.page().locator("#problem")).containsText("This link is not valid.");
    assertThat(ben.page().url()).doesNotContain("token");
  }

  private void refuse(String error) {
    anna.page()
        .addInitScript(
            "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '%s'));"
                .formatted(error));
  }

  @Test
  void anInvitationHoldsLinkNumberPinAndCode() {
    JsonObject room = bridge.createRoom("Invitation");
    anna.join(link(room), "Anna");
    anna.button("Invite").click();
    assertThat(anna.page().locator("#invite-link")).hasValue(room.getString("join_url"));
    assertThat(anna.page().locator("#invite-pin")).hasText(room.getString("pin"));
    assertThat(anna.page().locator("#invite-numbers a"))
        .hasAttribute("href", Pattern.compile("tel:1000,," + room.getString("pin") + "%23"));
    assertThat(anna.page().locator("#invite-text"))
        .hasValue(Pattern.compile("/room/" + room.getString("slug") + "\\n"));
    Object drawn =
        anna.page()
            .evaluate("() => document.getElementById('invite-qr').decode().then(() => true)");
    assertThat(drawn).isEqualTo(true);
    var download = anna.page().waitForDownload(() -> anna.button("Calendar entry (.ics)").click());
    assertThat(download.suggestedFilename()).endsWith(".ics");
    anna.page().keyboard().press("Escape");
    anna.button("My phone").click();
    assertThat(anna.page().locator("#merge-code")).hasText(Pattern.compile("\\*\\d{6}#"));
  }

  @Test
  void axeFindsNothingSeriousInAnyState() {
    JsonObject room = bridge.createRoom(new JsonObject().put("name", "Axe").put("access", "knock"));
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Browser.NewContextOptions options =
          new Browser.NewContextOptions().setLocale("de-DE").setColorScheme(scheme);
      try (Tab host = chromium.open(options.setViewportSize(1280, 800), true);
          Tab guest = chromium.open(options.setViewportSize(360, 740), true)) {
        host.go(room.getString("join_url"));
        host.page().locator("summary").first().click();
        axe(host, "before joining");
        host.page().locator("#name").fill("Anna");
        host.page().locator("#host-pin").fill(room.getString("host_pin"));
        host.page().locator("#join").click();
        host.page().locator("#host-tools").waitFor();
        guest.go(room.getString("join_url"));
        guest.page().locator("#name").fill("Ben");
        guest.page().locator("#join").click();
        guest.page().locator("#waiting").waitFor();
        axe(guest, "waiting");
        host.page().locator("#admit-all").waitFor();
        axe(host, "somebody waits");
        host.page().locator("#admit-all").click();
        guest.page().locator("#room").waitFor();
        for (String dialog : List.of("quality", "invite", "merge", "settings", "host-tools")) {
          host.page().locator("#" + dialog).click();
          axe(host, dialog);
          host.page().keyboard().press("Escape");
        }
        guest.page().locator("#hold").click();
        guest.page().locator("#chat").click();
        axe(guest, "chat");
        host.page().locator("li [data-do=more]").click();
        axe(host, "one person");
        host.page().keyboard().press("Escape");
        host.page().locator("#leave").click();
        axe(host, "over");
      }
    }
  }

  private static void axe(Tab tab, String state) {
    var violations = new AxeBuilder(tab.page()).setLegacyMode(true).analyze().getViolations();
    assertThat(violations)
        .as(state)
        .extracting(rule -> rule.getId() + " " + rule.getNodes().getFirst().getHtml())
        .isEmpty();
  }
}
