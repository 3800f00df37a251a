package org.convoke.store;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key in {@code data/admin.key} that the first requests are made with. It is made when the
 * database knows no key at all. A file that is lost changes nothing: its key stays valid for
 * whoever noted it. A new database beside an old file takes the file's key over, so that scripts
 * that hold it go on working; a key that was deleted by the API while others exist stays deleted.
 */
public final class AdminKey {
  public static final String FILE = "admin.key";

  private static final Logger LOG = LoggerFactory.getLogger(AdminKey.class);
  private static final String NAME = "admin (made at first start)";
  private static final Set<String> SCOPES = Set.of("admin");

  private AdminKey() {}

  /** Makes sure that there is a key. Fails with {@link StoreException}. */
  public static Future<Void> ensure(DataFolder folder, Stores stores) {
    PgApiKeys keys = stores.pgApiKeys();
    Path file = folder.path().resolve(FILE);
    return stores
        .database()
        .ready()
        .compose(ready -> keys.any())
        .compose(any -> {
          if (any) {
            return Future.succeededFuture();
          }
          Optional<String> kept = read(file);
          if (kept.isPresent()) {
            LOG.info("The database is new: the key in {} is made valid in it", file);
            return keys.insert(kept.get(), NAME, SCOPES, null).mapEmpty();
          }
          return keys.create(NAME, SCOPES, null)
              .map(created -> {
                write(file, created.secret());
                LOG.info("An admin key was made in {}", file);
                return null;
              });
        });
  }

  /** The key in the file, when there is a well-formed one. */
  public static Optional<String> read(DataFolder folder) {
    return read(folder.path().resolve(FILE));
  }

  private static Optional<String> read(Path file) {
    try {
      String secret = Files.readString(file, StandardCharsets.UTF_8).strip();
      return PgApiKeys.idOf(secret).map(id -> secret);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StoreException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** A few bytes at first start only; nobody waits for the loop yet. */
  private static void write(Path file, String secret) {
    try {
      PrivateFiles.write(file, (secret + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new StoreException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
