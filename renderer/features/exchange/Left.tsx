import { plural } from '../../ui/format.ts';
import styles from './Exchange.module.css';

/** What could not come along, each with its reason. */
export function Left({ left }: { left: readonly { what: string; reason: string }[] }) {
  if (left.length === 0) return null;
  return (
    <details className={styles.left} open={left.length <= 3}>
      <summary>{plural(left.length, 'thing')} to know</summary>
      <ul>
        {left.map((item) => (
          <li key={`${item.what}${item.reason}`}>
            {item.what}: {item.reason}
          </li>
        ))}
      </ul>
    </details>
  );
}
