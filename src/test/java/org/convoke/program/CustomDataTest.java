package org.convoke.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CustomDataTest {
  private static final String JSON = "{\"device\":\"Alice's app\",\"n\":[1,{\"a\":null}]}";

  private static Map<String, Object> of(String value) {
    return CustomData.of(Map.of("X-Other", "1", "x-custom-data", value));
  }

  @Test
  void aJsonObjectIsTakenAsItIsOrAsASipUriHasIt() {
    Map<String, Object> device = of(" " + JSON + " ");
    assertThat(device).containsEntry("device", "Alice's app").containsKey("n");
    assertThat(of("%7b%22a%22%3A%22b+c%20d%22%7D")).isEqualTo(Map.of("a", "b+c d"));
    assertThat(of("{}")).isEmpty();
  }

  @Test
  void whatIsNoObjectIsNoCustomData() {
    assertThat(CustomData.of(Map.of("X-Other", "{}"))).isNull();
    for (String none : List.of("", "a", "1", "[1]", "null", "{", "{\"a\"}", "%7B%2", "%7Bx")) {
      assertThat(of(none)).as(none).isNull();
    }
  }

  @Test
  void nothingThatComesBreaksIt() {
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder(random.nextBoolean() ? JSON : "%7B%22a%22%3A1%7D");
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(0x250));
          case 1 -> text.deleteCharAt(at);
          default -> text.insert(at, "{[\"%\\u,:]}".charAt(random.nextInt(10)));
        }
      }
      Map<String, String> headers = new HashMap<>();
      headers.put(CustomData.HEADER, text.toString());
      CustomData.of(headers); // it must not throw
    }
  }
}
