package org.convoke.web;

/** What one sees who opens the bridge's address. */
final class LandingPage {
  private LandingPage() {}

  static String render(String publicUrl) {
    String body =
        """
        <main class="card">
        <p class="brand">Convoke</p>
        <h1>A conference bridge</h1>
        <p>Phones dial a number, key a PIN, and everybody in the room hears each other.</p>
        <p class="links"><a class="button" href="/docs">Read the API</a>
        <a href="/openapi.yaml">openapi.yaml</a> <a href="/health/ready">health</a></p>
        <h2>Make a room</h2>
        <pre>curl %s/v1/rooms \\
          -H "Authorization: Bearer $(cat data/admin.key)" \\
          -H 'Content-Type: application/json' \\
          -d '{"name": "First room"}'</pre>
        <p class="hint">Somebody sent you a link to a room? Open that link: it says what to dial.</p>
        </main>\
        """
            .formatted(Html.escape(publicUrl));
    return Html.page("Convoke", "page.css", body);
  }
}
