package org.convoke.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The dashboard and the alerts ask for what there is. */
class DashboardTest {
  private static final Pattern NAME = Pattern.compile("\\b(convoke|jvm|process)_[a-z_]+");

  private final Scrape scrape = new Whole().scrape();

  private static JsonObject dashboard() throws IOException {
    return new JsonObject(Files.readString(Path.of("conf", "grafana-dashboard.json")));
  }

  private static List<JsonObject> panels() throws IOException {
    return objects(dashboard().getJsonArray("panels"));
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).toList();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> rules() throws IOException {
    Map<String, Object> file = yaml("alerts.yml");
    List<Map<String, Object>> rules = new ArrayList<>();
    for (Map<String, Object> group : (List<Map<String, Object>>) file.get("groups")) {
      rules.addAll((List<Map<String, Object>>) group.get("rules"));
    }
    return rules;
  }

  private static Map<String, Object> yaml(String name) throws IOException {
    return new Yaml(new SafeConstructor(new LoaderOptions()))
        .load(Files.readString(Path.of("conf", name)));
  }

  private static Set<String> names(String expression) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = NAME.matcher(expression);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names;
  }

  @Test
  void everyPanelAsksForMetricsThatThereAreByLabelsThatTheyHave() throws IOException {
    int asked = 0;
    for (JsonObject panel : panels()) {
      if (panel.getString("type").equals("row")) {
        continue;
      }
      assertThat(panel.getString("title")).isNotBlank();
      for (JsonObject target : objects(panel.getJsonArray("targets"))) {
        String expression = target.getString("expr");
        asked++;
        assertThat(names(expression)).as(expression).isNotEmpty();
        assertThat(scrape.names()).as(expression).containsAll(names(expression));
        assertThat(expression.chars().filter(c -> c == '(').count())
            .as(expression)
            .isEqualTo(expression.chars().filter(c -> c == ')').count());
        Matcher legend =
            Pattern.compile("\\{\\{(\\w+)}}").matcher(target.getString("legendFormat"));
        while (legend.find()) {
          for (String name : names(expression)) {
            assertThat(scrape.labels().get(name)).as(expression).contains(legend.group(1));
          }
        }
      }
    }
    assertThat(asked).isGreaterThan(40);
  }

  @Test
  void theDashboardIsImportedForAnyPrometheusAndItsPanelsDoNotOverlap() throws IOException {
    JsonObject dashboard = dashboard();
    assertThat(dashboard.getString("uid")).isEqualTo("convoke");
    assertThat(dashboard.getInteger("schemaVersion")).isGreaterThanOrEqualTo(36);
    List<JsonObject> variables =
        objects(dashboard.getJsonObject("templating").getJsonArray("list"));
    assertThat(variables).extracting(it -> it.getString("name")).contains("datasource");
    Set<Integer> ids = new HashSet<>();
    Set<String> cells = new HashSet<>();
    for (JsonObject panel : panels()) {
      assertThat(ids.add(panel.getInteger("id"))).isTrue();
      JsonObject at = panel.getJsonObject("gridPos");
      for (int x = 0; x < at.getInteger("w"); x++) {
        for (int y = 0; y < at.getInteger("h"); y++) {
          int column = at.getInteger("x") + x;
          assertThat(column).isLessThan(24);
          assertThat(cells.add(column + " " + (at.getInteger("y") + y))).isTrue();
        }
      }
      if (!panel.getString("type").equals("row")) {
        assertThat(panel.getJsonObject("datasource").getString("uid")).isEqualTo("${datasource}");
      }
    }
  }

  @Test
  void everyAlertAsksForMetricsThatThereAreAndSaysWhatIsWrong() throws IOException {
    Set<String> seen = new HashSet<>();
    for (Map<String, Object> rule : rules()) {
      String expression = (String) rule.get("expr");
      assertThat(seen.add((String) rule.get("alert"))).isTrue();
      assertThat(scrape.names()).as(expression).containsAll(names(expression));
      assertThat(rule.get("annotations").toString()).contains("summary");
      assertThat(rule.get("labels").toString()).matches("\\{severity=(warning|critical)}");
      Matcher label = Pattern.compile("\\$labels\\.(\\w+)").matcher(rule.get("annotations") + "");
      while (label.find()) {
        if (!label.group(1).equals("instance")) {
          assertThat(names(expression))
              .allSatisfy(name -> assertThat(scrape.labels().get(name)).contains(label.group(1)));
        }
      }
    }
    assertThat(seen).hasSizeGreaterThan(10);
  }

  @Test
  void theScrapeConfigurationNamesTheRulesAndThePath() throws IOException {
    Map<String, Object> file = yaml("prometheus.yml");
    assertThat(file.get("rule_files")).isEqualTo(List.of("alerts.yml"));
    assertThat(file.get("scrape_configs").toString()).contains("metrics_path=/metrics");
  }
}
