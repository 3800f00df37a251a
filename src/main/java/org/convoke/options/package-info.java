/**
 * What the commands' options may be, beyond what their types say: {@code OptionCheck} ends a
 * command with its usage and one line that names the option, before anything has begun.
 *
 * <p>The options themselves are picocli's annotations in each command; those of {@code run} are
 * keys of the configuration and are checked there.
 */
package org.convoke.options;
